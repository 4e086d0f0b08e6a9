import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controllerCommands } from '../../bin/commands/controller.ts';
import { ALERT_CLASSES } from '../../lib/core/alerts/alert-data.ts';
import type { Topic } from '../../lib/core/verify/snapshot.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { captureOutput } from './captured.ts';

const SITES_YML = `
sites:
  - name: www.example.com
    hostedZone: example.com
    primary: { address: 203.0.113.10, protocol: http, path: /health }
    secondary: { region: eu-west-1, content: ./site }
  - name: shop.example.com
    hostedZone: example.com
    primary: { address: 203.0.113.20, protocol: http, path: /health }
    secondary: { region: eu-west-1, content: ./site }
`;

const folder = mkdtempSync(join(tmpdir(), 'alert-test-'));
const file = join(folder, 'sites.yml');
writeFileSync(file, SITES_YML);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EMAIL = { protocol: 'email', endpoint: 'ops@example.com', isConfirmed: true };

let world: FakeFailoverWorld;
let written: ReturnType<typeof captureOutput>;
beforeEach(() => {
  world = makeFakeFailoverWorld();
  written = captureOutput();
});
afterEach(() => jest.restoreAllMocks());

function run(args: string, readTopic: () => Promise<Topic | null>) {
  const commands = controllerCommands(async (_config, _settings, log) => ({
    deps: { ...world.deps, log, readTopic, isDeployed: false },
    putByHand: async () => false,
    caller: { by: 'ada', account: '123456789012', doubt: null },
    region: 'eu-west-1',
    hasBucket: true,
  }));
  const words = args.split(' ').filter(Boolean);
  const { signal } = new AbortController();
  return commands['alert-test'].run([...words, '--file', file], { signal });
}

const confirmed = async () => ({ subscriptions: [EMAIL] });

test('one of each class is published, about the first site, and the shell is told that all went well', async () => {
  expect(await run('', confirmed)).toBe(0);
  expect(world.messages.map(({ data }) => data.class).sort()).toEqual([...ALERT_CLASSES].sort());
  expect(world.messages.every(({ subject }) => subject.startsWith('TEST '))).toBe(true);
  expect(world.messages.some(({ body }) => body.includes('shop.example.com is'))).toBe(false);
  expect(written.stdout).toContain('test alerts about www.example.com were accepted.');
  expect(written.stdout).toMatch(/confirmed +email ops@example\.com/);
});

test('about another site, and of one class alone', async () => {
  expect(await run('shop.example.com --class outage', confirmed)).toBe(0);
  const sites = new Set(world.messages.map(({ data }) => data.site));
  expect([...sites]).toEqual(['shop.example.com']);
  expect(world.messages.map(({ data }) => data.event)).toContain('outage-resolved');
});

test('nothing else is done to the world', async () => {
  await run('', confirmed);
  expect(world.deeds.done.filter((deed) => !/^(publish|escalate) /.test(deed))).toEqual([]);
});

test.each([
  ['somebody has not confirmed', [{ ...EMAIL, isConfirmed: false }], /UNCONFIRMED/],
  ['nobody is subscribed', [], /Nobody is subscribed/],
])('ends with 1 when %s', async (_name, subscriptions, text) => {
  expect(await run('', async () => ({ subscriptions }))).toBe(1);
  expect(written.stdout).toMatch(text);
});

test('ends with 1 when the service refuses', async () => {
  world.deeds.refuse = (deed) => (deed.startsWith('publish ') ? new Error('no permission') : null);
  expect(await run('', confirmed)).toBe(1);
  expect(written.stdout).toMatch(/REFUSED +alerts +outage-opened: no permission/);
});

test('ends with 2 when nobody can tell who is subscribed', async () => {
  const denied = () => Promise.reject(new Error('denied'));
  expect(await run('', denied)).toBe(2);
  expect(written.stdout).toContain('could not be read: denied');
});

test('for programs it is one object', async () => {
  await run('--json', confirmed);
  const { action, ok, alertTest } = JSON.parse(written.stdout);
  expect({ action, ok, verdict: alertTest.verdict }).toEqual({
    action: 'alert-test',
    ok: true,
    verdict: 'pass',
  });
});

test('a class that there is not is refused before anything is sent', async () => {
  await expect(run('--class outagee', confirmed)).rejects.toThrow('class: must be one of outage');
  expect(world.messages).toEqual([]);
});
