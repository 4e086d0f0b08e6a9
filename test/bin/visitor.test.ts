import { watchDns } from '../../bin/rehearsal/visitor.ts';
import type { Served } from '../../lib/core/failover.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';

type Answers = { readonly served: Served; readonly addresses: readonly string[] };

/** Name servers that answer when they are told to. */
function slowNameServers() {
  const asked: ((served: Served) => void)[] = [];
  const told: Served[] = [];
  const ask = () =>
    new Promise<Answers>((resolve) => {
      asked.push((served) => resolve({ served, addresses: [] }));
    });
  const tell = (happening: Happening) => {
    if (happening.kind === 'dns') told.push(happening.served);
  };
  return { asked, told, dns: watchDns(ask, tell) };
}

test('an answer that was overtaken by a later question is not news', async () => {
  const { asked, told, dns } = slowNameServers();
  const first = dns.look();
  const second = dns.look();
  asked[0]?.('primary');
  asked[2]?.('secondary');
  expect(await second).toBe('secondary');
  asked[1]?.('primary');
  expect(await first).toBe('secondary');
  expect(dns.latest()).toBe('secondary');
  expect(told.at(-1)).toBe('secondary');
  await dns.stop();
});

test('the same answer is told once', async () => {
  const { asked, told, dns } = slowNameServers();
  asked[0]?.('primary');
  const again = dns.look();
  asked[1]?.('primary');
  await again;
  expect(told).toEqual(['primary']);
  await dns.stop();
});
