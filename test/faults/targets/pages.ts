import { EXPECT_ANY } from '../../../lib/core/probing/expect.ts';
import type { Expectation } from '../../../lib/core/site.ts';
import { answering, httpAnswer } from '../../support/servers.ts';
import { afterRequest, type Fault, scripted, WITHIN_MS } from '../fault.ts';

const expecting = (change: Partial<Expectation>) => ({
  expect: { ...EXPECT_ANY, withinMs: WITHIN_MS, ...change },
});

/** An error page, sent with status 200. */
export const errorPage = scripted(
  answering(() => httpAnswer('<h1>Error establishing a database connection</h1>')),
  expecting({ notContains: 'database connection' }),
);

/** Nothing at all, where something is expected. */
export const emptyPage = scripted(
  answering(() => httpAnswer('')),
  expecting({ contains: 'welcome' }),
);

/** The server's own welcome page: it does not know the site by its name. */
export const wrongVirtualHost: Fault = scripted(
  answering((request) =>
    /^host: shop\.example\.com/im.test(request)
      ? httpAnswer('the shop')
      : httpAnswer('<h1>Welcome to nginx!</h1>'),
  ),
  expecting({ contains: 'the shop' }),
);

/** A header that must be there, and is not. */
export const missingHeader = scripted(
  answering(() => httpAnswer('ok')),
  expecting({ headers: [{ name: 'x-served-by', equals: 'primary' }] }),
);

/** A health page in JSON that says that the database is away. */
export const sickJson = scripted(
  answering(() => httpAnswer('{"checks":{"database":"away"}}')),
  expecting({ json: [{ path: 'checks.database', equals: 'connected' }] }),
);

/** The right answer, later than the latency budget allows. */
export const slow = scripted(
  afterRequest('', (socket) => {
    setTimeout(() => socket.write(httpAnswer('ok')), 60);
  }),
  expecting({ slowAfterMs: 30, slowIsUnhealthy: true }),
);

/** A server of 1996: HTTP/1.0, no length, closed after every answer. */
export const http10 = scripted(afterRequest('HTTP/1.0 200 OK\r\n\r\nok', (socket) => socket.end()));
