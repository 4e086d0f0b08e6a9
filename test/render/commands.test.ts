import { digCommand, failoverCommand, probeCommand } from '../../lib/render/commands.ts';
import { SITE } from '../fixtures/snapshot.ts';

const withPrimary = (change: Partial<typeof SITE.primary>) => ({
  ...SITE,
  primary: { ...SITE.primary, ...change },
});

test('commands go to the site by name', () => {
  expect(failoverCommand(SITE, 'verify')).toBe(
    `npx sls invoke -f failover -d '{"action":"verify","site":"www.example.com"}'`,
  );
  expect(digCommand(SITE)).toBe('dig +short www.example.com');
});

test.each([
  ['http', SITE, '203.0.113.10', "-H 'Host: www.example.com' http://203.0.113.10:80/health"],
  [
    'http over IPv6',
    SITE,
    '2001:db8::10',
    "-H 'Host: www.example.com' 'http://[2001:db8::10]:80/health'",
  ],
  [
    'https, with the right server name',
    withPrimary({ protocol: 'https', port: 443 }),
    '203.0.113.10',
    '--connect-to www.example.com:443:203.0.113.10:443 https://www.example.com:443/health',
  ],
  [
    'a path that means something to a shell',
    withPrimary({ path: "/a?b=1&c='x'" }),
    '203.0.113.10',
    `-H 'Host: www.example.com' 'http://203.0.113.10:80/a?b=1&c='\\''x'\\'''`,
  ],
])('the probe by hand of %s', (_name, site, address, rest) => {
  expect(probeCommand(site, address)).toBe(`curl -sS -o /dev/null -w '%{http_code}\\n' ${rest}`);
});

test('the probe by hand of a port', () => {
  const site = withPrimary({ protocol: 'tcp', port: 5432 });
  expect(probeCommand(site, 'db.example.com')).toBe('nc -vz -w 5 db.example.com 5432');
});
