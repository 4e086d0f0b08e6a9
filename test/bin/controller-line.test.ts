import type { ControllerAction } from '../../bin/controller/action-lines.ts';
import { parseLine } from '../../bin/controller/arguments.ts';
import { parseFailoverEvent } from '../../functions/handlers/events.ts';
import { epochMs } from '../../lib/core/time.ts';

const NOON = epochMs(Date.UTC(2026, 10, 22, 12));
const SITE = 'www.example.com';
/** As a shell would split it. */
const words = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '');
const lineOf = (text: string) => {
  const [action = '', ...args] = words(text);
  return parseLine(action as ControllerAction, args);
};

describe('the event of a command line', () => {
  test.each<[string, object]>([
    [`status`, { action: 'status' }],
    [`status ${SITE}`, { action: 'status', site: SITE }],
    [`verify ${SITE} --json`, { action: 'verify', site: SITE }],
    [
      `failover ${SITE} --reason "the region is down" --override cooling-down,blind --dry-run`,
      {
        action: 'failover',
        site: SITE,
        reason: 'the region is down',
        override: ['cooling-down', 'blind'],
        dryRun: true,
      },
    ],
    [
      `failback --reason repaired --override blind --override held ${SITE}`,
      { action: 'failback', site: SITE, reason: 'repaired', override: ['blind', 'held'] },
    ],
    [`drill ${SITE} --html page.html`, { action: 'drill', site: SITE }],
    [
      `hold ${SITE} --reason "hands off" --for 2h`,
      { action: 'hold', site: SITE, reason: 'hands off', for: '2h' },
    ],
    [
      `maintenance --reason move --until 2026-11-22T20:00:00Z`,
      { action: 'maintenance', reason: 'move', until: '2026-11-22T20:00:00Z' },
    ],
    [`release ${SITE} --dry-run`, { action: 'release', site: SITE, dryRun: true }],
    [
      `acknowledge ${SITE} --reason "I am on it"`,
      { action: 'acknowledge', site: SITE, reason: 'I am on it' },
    ],
    ['acknowledge --reason x', { action: 'acknowledge', reason: 'x' }],
    [`history ${SITE} --limit 20`, { action: 'history', site: SITE, limit: 20 }],
    ['alert-test --class outage', { action: 'alert-test', class: 'outage' }],
    [`alert-test ${SITE} --all`, { action: 'alert-test', site: SITE, all: true }],
  ])('%s', (text, event) => {
    const line = lineOf(text);
    expect(line.event).toEqual(event);
    expect(() => parseFailoverEvent(line.event, { by: 'ada', now: NOON })).not.toThrow();
  });

  test('names nobody: who it is, AWS tells', () => {
    expect(lineOf(`hold ${SITE} --reason x --by Ada`).event).not.toHaveProperty('by');
  });
});

test('where it is carried out has defaults', () => {
  expect(lineOf(`failover ${SITE}`).settings).toEqual({
    file: 'sites.yml',
    stage: 'prod',
    json: false,
    by: null,
    waitMs: 300_000,
    isSwitchOnly: false,
    html: null,
    only: null,
    explain: null,
    named: {},
  });
});

test('and can be said', () => {
  const said =
    `failover ${SITE} --file a.yml --stage dev --json --by Ada --wait 0s --switch-only ` +
    '--state-table t --switch-bucket b --topic arn --account 123456789012';
  expect(lineOf(said).settings).toEqual({
    file: 'a.yml',
    stage: 'dev',
    json: true,
    by: 'Ada',
    waitMs: 0,
    isSwitchOnly: true,
    html: null,
    only: null,
    explain: null,
    named: { stateTable: 't', switchBucket: 'b', topicArn: 'arn', account: '123456789012' },
  });
});

test('which checks of a verification are shown', () => {
  const line = `verify a --only records,website.hsts --only dns --explain dns.ttl`.split(' ');
  const { settings } = parseLine('verify', line.slice(1));
  expect(settings).toMatchObject({
    only: ['records', 'website.hsts', 'dns'],
    explain: 'dns.ttl',
  });
});

describe('refused', () => {
  test.each([
    [`failover a b --reason x`, 'failover takes one site, got a b'],
    [`status ${SITE} --dry-run`, 'status takes no --dry-run; it takes --file, --stage'],
    [`hold ${SITE} --switch-only`, 'hold takes no --switch-only; it takes --reason, --for'],
    [`drill ${SITE} --switch-only`, 'drill takes no --switch-only'],
    [`history ${SITE} --limit 0`, '--limit must be a whole number from 1 to 1000, got 0'],
    [`failover ${SITE} --wait 2d`, '--wait must be a duration like 500ms, 2s or 1m'],
  ])('%s', (text, message) => {
    expect(() => lineOf(text)).toThrow(message);
  });
});
