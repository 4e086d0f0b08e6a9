import type { TLSSocket } from 'node:tls';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { AUTHORITY, tls } from '../faults/targets/certificates.ts';
import { answering, httpAnswer, type ScriptedServer, serve } from '../support/servers.ts';

const REQUEST = {
  address: '198.51.100.20',
  port: 80,
  hostname: 'www.example.com',
  path: '/',
  timeoutMs: 300,
};

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

const start = async (...how: Parameters<typeof serve>): Promise<ScriptedServer> => {
  const server = await serve(...how);
  closers.push(server.close);
  return server;
};

const fetcherTo = (server: ScriptedServer, addresses: readonly string[] = ['198.51.100.20']) =>
  makeFetchPage({
    dial: () => ({ address: '127.0.0.1', port: server.port }),
    lookup: async () => addresses,
  });

test('a page is fetched from the address, with the name of the site as its host', async () => {
  let seen = '';
  const server = await start(
    answering((request) => {
      seen = request;
      return httpAnswer('<p>sorry</p>', '200 OK', 'Server: AmazonS3\r\nX-A: 1\r\nX-A: 2\r\n');
    }),
  );
  const page = await fetcherTo(server)(REQUEST);
  expect(seen.toLowerCase()).toContain('host: www.example.com\r\n');
  expect(page).toMatchObject({
    url: 'http://www.example.com/',
    address: '198.51.100.20',
    status: 200,
    headers: { server: 'AmazonS3', 'x-a': '1, 2' },
    body: '<p>sorry</p>',
  });
});

test('a name is resolved, and the page says which address answered', async () => {
  const server = await start(answering(() => httpAnswer('ok')));
  const request = { ...REQUEST, address: 's3-website-eu-west-1.amazonaws.com' };
  expect((await fetcherTo(server, ['198.51.100.7'])(request)).address).toBe('198.51.100.7');
});

test('a redirect is reported and not followed', async () => {
  const server = await start(
    answering(() => httpAnswer('', '302 Found', 'Location: http://elsewhere.example/\r\n')),
  );
  expect(await fetcherTo(server)(REQUEST)).toMatchObject({
    status: 302,
    headers: { location: 'http://elsewhere.example/' },
  });
  expect(server.accepted()).toBe(1);
});

test('of a long page only the first 64 KiB are kept', async () => {
  const server = await start(answering(() => httpAnswer('x'.repeat(200_000))));
  expect((await fetcherTo(server)(REQUEST)).body).toHaveLength(64 * 1024);
});

test.each<[string, Parameters<typeof serve>[0]]>([
  ['stays silent', () => undefined],
  ['never ends its body', answering(() => 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nx')],
  ['closes the connection', (socket) => socket.destroy()],
])('a website that %s is an error that names it, in time', async (_name, script) => {
  const server = await start(script);
  const startedAt = performance.now();
  await expect(fetcherTo(server)(REQUEST)).rejects.toThrow(
    /^no page for www\.example\.com from 198\.51\.100\.20:80: /,
  );
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test('a name that does not resolve is an error that names it', async () => {
  const fetchPage = makeFetchPage({ lookup: () => Promise.reject(new Error('no such name')) });
  await expect(fetchPage({ ...REQUEST, address: 'origin.example.com' })).rejects.toThrow(
    'no page for www.example.com from origin.example.com:80: no such name',
  );
});

describe('over HTTPS', () => {
  const SECURE = { ...REQUEST, protocol: 'https', port: 443 } as const;

  test('the name of the site is sent in the handshake and as the host', async () => {
    const names: unknown[] = [];
    let seen = '';
    const answer = answering((request) => {
      seen = request;
      return httpAnswer('<p>sorry</p>');
    });
    const server = await start(
      (socket) => {
        names.push((socket as TLSSocket & { servername?: unknown }).servername);
        answer(socket);
      },
      { tls: tls('site') },
    );
    const page = await fetcherTo(server)(SECURE);
    expect(page).toMatchObject({
      url: 'https://www.example.com/',
      address: '198.51.100.20',
      status: 200,
      body: '<p>sorry</p>',
    });
    expect(names).toEqual(['www.example.com']);
    expect(seen.toLowerCase()).toContain('host: www.example.com\r\n');
  });

  test.each([
    ['http', 80, 'www.example.com'],
    ['http', 443, 'www.example.com:443'],
    ['https', 443, 'www.example.com'],
    ['https', 80, 'www.example.com:80'],
  ] as const)('%s on port %s: the host is %s', async (protocol, port, host) => {
    let seen = '';
    const server = await start(
      answering((request) => {
        seen = request.toLowerCase();
        return httpAnswer('ok');
      }),
      protocol === 'https' ? { tls: tls('site') } : {},
    );
    const page = await fetcherTo(server)({ ...REQUEST, protocol, port });
    expect(seen).toContain(`host: ${host}\r\n`);
    expect(page.url).toBe(`${protocol}://${host}/`);
  });

  test.each(['expired', 'self-signed', 'by-stranger'])(
    'a page is fetched although its certificate is %s: that is for another check',
    async (name) => {
      const server = await start(
        answering(() => httpAnswer('ok')),
        { tls: tls(name) },
      );
      expect((await fetcherTo(server)(SECURE)).status).toBe(200);
    },
  );

  test.each([
    ['expired', 'CERT_HAS_EXPIRED'],
    ['self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['by-stranger', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ])('nothing is asked where the certificate must hold and is %s', async (name, code) => {
    let asked = 0;
    const script = answering(() => {
      asked += 1;
      return httpAnswer('ok');
    });
    const server = await start(script, { tls: tls(name) });
    const fetching = trusting(server)({ ...SECURE, certificate: 'must-hold' });
    await expect(fetching).rejects.toMatchObject({ cause: { code } });
    expect({ asked, accepted: server.accepted() }).toEqual({ asked: 0, accepted: 1 });
  });

  test('a page is fetched where the certificate must hold, and does for this name alone', async () => {
    const server = await start(
      answering(() => httpAnswer('ok')),
      { tls: tls('site') },
    );
    const request = { ...SECURE, certificate: 'must-hold' } as const;
    expect((await trusting(server)(request)).status).toBe(200);
    await expect(trusting(server)({ ...request, hostname: 'other.example.com' })).rejects.toThrow(
      /^no page for other\.example\.com from 198\.51\.100\.20:443: /,
    );
  });

  const trusting = ({ port }: ScriptedServer) =>
    makeFetchPage({
      dial: () => ({ address: '127.0.0.1', port }),
      lookup: async () => ['198.51.100.20'],
      ca: AUTHORITY,
    });

  test('a redirect is reported and not followed', async () => {
    const server = await start(
      answering(() => httpAnswer('', '301 Moved', 'Location: http://www.example.com/\r\n')),
      { tls: tls('site') },
    );
    expect(await fetcherTo(server)(SECURE)).toMatchObject({ status: 301 });
    expect(server.accepted()).toBe(1);
  });

  test('a long page and a silent server meet the same limits', async () => {
    const long = await start(
      answering(() => httpAnswer('x'.repeat(200_000))),
      { tls: tls('site') },
    );
    expect((await fetcherTo(long)(SECURE)).body).toHaveLength(64 * 1024);
    const silent = await start(() => undefined);
    await expect(fetcherTo(silent)(SECURE)).rejects.toThrow(
      /^no page for www\.example\.com from 198\.51\.100\.20:443: /,
    );
  });
});
