import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from './cli.ts';

jest.setTimeout(30_000);

const folder = mkdtempSync(join(tmpdir(), 'cost-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const FILE = join(folder, 'sites.yml');
writeFileSync(
  FILE,
  `alerts: { email: [ops@example.com] }
sites:
  - name: www.example.com
    hostedZone: example.com
    primary: { address: 203.0.113.10, protocol: http, path: /health }
    secondary: { region: eu-west-1, content: ./site }
`,
);

test('cost says what a month costs, from sites.yml', async () => {
  const { code, stdout } = await runCli(['cost', '--file', FILE]);
  expect(code).toBe(0);
  expect(stdout).toContain('Lambda: windows\n');
  expect(stdout).toContain('\nwww.example.com\n');
  expect(stdout).toContain('https://aws.amazon.com/route53/pricing/');
});

test('cost --json is one document with the lines, their formulas and the prices', async () => {
  const { stdout } = await runCli(['cost', '--json', '--file', FILE]);
  const { estimates, prices, pricesReadOn, currency } = JSON.parse(stdout);
  expect({ currency, pricesReadOn }).toEqual({ currency: 'USD', pricesReadOn: '2026-11-22' });
  expect(prices.metrics).toMatchObject({ usd: 0.3, source: expect.stringContaining('https://') });
  expect(estimates).toHaveLength(1);
  expect(estimates[0].stack[0].formula).toMatch(/^43,800 windows × /);
  expect(estimates[0].sites.map(({ name }: { name: string }) => name)).toEqual(['www.example.com']);
});

test('cost --sites compares so many sites like the first one, as a table', async () => {
  const { stdout } = await runCli(['cost', '--sites', '1,10,100', '--file', FILE]);
  expect(stdout).toMatch(/^\| USD a month \| 1 site \| 10 sites \| 100 sites \|\n/);
});

test.each(['0', '1,x', '', '1,'])(
  'cost --sites %p is refused with what it takes',
  async (sites) => {
    const { code, stderr } = await runCli(['cost', '--sites', sites, '--file', FILE]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^understudy: --sites must be a whole number from 1 to 1000, got /);
  },
);
