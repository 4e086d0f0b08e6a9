import {
  InvalidEventError,
  parseFailoverEvent,
  parseProbeEvent,
} from '../../functions/handlers/events.ts';
import { DRILL_BLOCKS } from '../../lib/app/drill.ts';
import { RULE_IDS } from '../../lib/core/rules.ts';
import { epochMs, plusMs } from '../../lib/core/time.ts';

const messageOf = (parse: () => unknown): string => {
  try {
    parse();
  } catch (error) {
    if (error instanceof InvalidEventError) return error.message;
    throw error;
  }
  return 'was accepted';
};

describe('the event of a window', () => {
  test('names the shard; a window lasts until the next one comes', () => {
    expect(parseProbeEvent({ shard: 2, of: 4 })).toEqual({ shard: 2, of: 4, durationMs: 600_000 });
  });

  test('may say how long it lasts', () => {
    expect(parseProbeEvent({ shard: 0, of: 1, durationMs: 3_000 }).durationMs).toBe(3_000);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['nothing', undefined, ['expected object']],
    ['null', null, ['expected object']],
    ['text', 'shard 0', ['expected object']],
    ['a list', [0, 1], ['expected object']],
    ['no field at all', {}, ['shard: ', 'of: ']],
    ['no shard', { of: 1 }, ['shard: ']],
    ['no number of shards', { shard: 0 }, ['of: ']],
    ['a shard as text', { shard: '0', of: 1 }, ['shard: ']],
    ['a negative shard', { shard: -1, of: 1 }, ['shard: ']],
    ['half a shard', { shard: 0.5, of: 1 }, ['shard: ']],
    ['a shard beyond the last', { shard: 4, of: 4 }, ['shard: must be less than of']],
    ['no shards', { shard: 0, of: 0 }, ['of: ']],
    ['too many shards', { shard: 0, of: 1_001 }, ['of: ']],
    ['an endless window', { shard: 0, of: 1, durationMs: 600_001 }, ['durationMs: ']],
    ['a field that nobody knows', { shard: 0, of: 1, shards: 2 }, ['shards: unknown field']],
  ])('is refused with the field by name: %s', (_name, event, texts) => {
    const message = messageOf(() => parseProbeEvent(event));
    expect(message).toMatch(/^invalid event: /);
    for (const text of texts) expect(message).toContain(text);
  });
});

describe('the event of the failover function', () => {
  const NOW = epochMs(Date.UTC(2026, 10, 22, 12));
  const CALLER = { by: 'invocation c7f5-12', now: NOW };
  const SITE = 'www.example.com';
  const parse = (event: unknown) => parseFailoverEvent(event, CALLER);
  const ORDERED = { site: SITE, by: CALLER.by, overrides: [], isDryRun: false };
  const HELD = { site: null, by: CALLER.by, until: null, isDryRun: false };

  test.each([undefined, null, {}, { action: undefined }])(
    '%p asks to verify every site',
    (event) => {
      expect(parse(event)).toEqual({ action: 'verify', site: null, by: null });
    },
  );

  test.each<[{ readonly action: string; readonly [field: string]: unknown }, object]>([
    [
      { action: 'verify', site: SITE },
      { site: SITE, by: null },
    ],
    [
      { action: 'verify', by: 'schedule' },
      { site: null, by: 'schedule' },
    ],
    [{ action: 'status' }, { site: null }],
    [{ action: 'status', site: SITE }, { site: SITE }],
    [{ action: 'evaluate' }, { site: null, by: null }],
    [
      { action: 'evaluate', site: SITE },
      { site: SITE, by: null },
    ],
    [
      { action: 'evaluate', by: 'schedule' },
      { site: null, by: 'schedule' },
    ],
    [
      { action: 'failover', site: SITE, reason: 'we move' },
      { ...ORDERED, reason: 'we move' },
    ],
    [
      { action: 'failback', site: SITE, reason: 'we are back' },
      { ...ORDERED, reason: 'we are back' },
    ],
    [
      {
        action: 'failover',
        site: SITE,
        by: 'ops@example.com',
        reason: '  we move ',
        override: ['cooling-down', 'held'],
        dryRun: true,
      },
      {
        site: SITE,
        by: 'ops@example.com',
        reason: 'we move',
        overrides: ['cooling-down', 'held'],
        isDryRun: true,
      },
    ],
    [
      { action: 'drill', site: SITE },
      { ...ORDERED, reason: 'a drill by hand' },
    ],
    [
      {
        action: 'drill',
        site: SITE,
        by: 'ops@example.com',
        reason: 'quarterly',
        override: ['outside-window', 'cooling-down'],
        dryRun: true,
      },
      {
        site: SITE,
        by: 'ops@example.com',
        reason: 'quarterly',
        overrides: ['outside-window', 'cooling-down'],
        isDryRun: true,
      },
    ],
    [
      { action: 'hold', reason: 'the database moves' },
      { ...HELD, reason: 'the database moves' },
    ],
    [
      { action: 'hold', site: SITE, by: 'ops', reason: 'r', for: '30m', dryRun: true },
      { site: SITE, by: 'ops', reason: 'r', until: plusMs(NOW, 1_800_000), isDryRun: true },
    ],
    [
      { action: 'maintenance', reason: 'r', for: '2h' },
      { ...HELD, reason: 'r', until: plusMs(NOW, 7_200_000) },
    ],
    [
      { action: 'maintenance', reason: 'r', until: '2026-11-22T20:00:00Z' },
      { ...HELD, reason: 'r', until: plusMs(NOW, 8 * 3_600_000) },
    ],
    [
      { action: 'maintenance', reason: 'r', until: '2026-11-22T13:30:00+01:00' },
      { ...HELD, reason: 'r', until: plusMs(NOW, 1_800_000) },
    ],
    [{ action: 'release' }, { site: null, by: CALLER.by, reason: null, isDryRun: false }],
    [
      { action: 'release', site: SITE, by: 'ops', reason: 'done', dryRun: true },
      { site: SITE, by: 'ops', reason: 'done', isDryRun: true },
    ],
    [
      { action: 'history', site: SITE },
      { site: SITE, limit: 50 },
    ],
    [{ action: 'alert-test' }, { site: null, by: CALLER.by, class: null, all: false }],
    [
      { action: 'alert-test', site: SITE, by: 'ada', class: 'outage', all: true },
      { site: SITE, by: 'ada', class: 'outage', all: true },
    ],
    [
      { action: 'history', site: SITE, limit: 1_000 },
      { site: SITE, limit: 1_000 },
    ],
  ])('%j is understood as %j', (event, request) => {
    expect(parse(event)).toStrictEqual({ action: event.action, ...request });
  });

  test('every rule can be overridden for an order, and every block for a drill', () => {
    const order = parse({ action: 'failback', site: SITE, reason: 'r', override: [...RULE_IDS] });
    expect(order).toMatchObject({ overrides: RULE_IDS });
    const drill = parse({ action: 'drill', site: SITE, override: [...DRILL_BLOCKS] });
    expect(drill).toMatchObject({ overrides: DRILL_BLOCKS });
  });

  const ACTIONS =
    'verify, status, evaluate, failover, failback, drill, hold, maintenance, release, acknowledge, history, alert-test';
  const WHY = 'reason: must say why, in a few words';
  test.each<[string, unknown, readonly string[]]>([
    ['text', 'status', ['expected object']],
    ['a list', [], ['expected object']],
    [
      'an action that nobody knows',
      { action: 'failove' },
      [`action: must be one of ${ACTIONS}, got "failove"`],
    ],
    ['no action but null', { action: null }, ['action: ', 'got null']],
    ['the name of something else', { action: 'toString' }, ['action: must be one of']],
    ['a site without a name', { site: '' }, ['site: ']],
    ['a site that is no text', { site: 7 }, ['site: ']],
    ['fields that nobody knows', { sites: [], verbose: true }, ['sites, verbose: unknown field']],
    ['nobody who verifies', { action: 'verify', by: ' ' }, ['by: must say something']],
    ['a status that gives a reason', { action: 'status', reason: 'r' }, ['reason: unknown field']],
    ['a dry evaluation', { action: 'evaluate', dryRun: true }, ['dryRun: unknown field']],
    [
      'a failover without a site or a reason',
      { action: 'failover' },
      ['site: must name one site', WHY],
    ],
    ['a failover of every site', { action: 'failover', site: null, reason: 'r' }, ['site: must']],
    ['a failover with an empty reason', { action: 'failover', site: 'a', reason: ' ' }, ['reason']],
    [
      'a failover with a reason of 501 characters',
      { action: 'failover', site: 'a', reason: 'x'.repeat(501) },
      ['reason: '],
    ],
    ['a failback without a reason', { action: 'failback', site: 'a' }, [WHY]],
    ['an acknowledgement without a reason', { action: 'acknowledge' }, [WHY]],
    [
      'an acknowledgement with an end',
      { action: 'acknowledge', reason: 'r', for: '2h' },
      ['for: unknown field'],
    ],
    [
      'a failover that overrides what is no rule',
      { action: 'failover', site: 'a', reason: 'r', override: ['held', 'gravity'] },
      ['override.1: must be some of observe-only, held, maintenance, blind'],
    ],
    [
      'a failover that overrides what only a drill meets',
      { action: 'failover', site: 'a', reason: 'r', override: ['outside-window'] },
      ['override.0: must be some of'],
    ],
    [
      'an override that is no list',
      { action: 'failover', site: 'a', reason: 'r', override: 'held' },
      ['override: '],
    ],
    [
      'a dry run in words',
      { action: 'failover', site: 'a', reason: 'r', dryRun: 'yes' },
      ['dryRun: '],
    ],
    [
      'a failover by nobody',
      { action: 'failover', site: 'a', reason: 'r', by: '' },
      ['by: must say something'],
    ],
    [
      'a failover until then',
      { action: 'failover', site: 'a', reason: 'r', until: '2026-11-22T20:00:00Z' },
      ['until: unknown field'],
    ],
    ['a drill of every site', { action: 'drill' }, ['site: must name one site']],
    ['a drill without a reason in it', { action: 'drill', site: 'a', reason: '' }, ['reason: ']],
    [
      'a drill that overrides what is no block',
      { action: 'drill', site: 'a', override: ['fear'] },
      ['override.0: must be some of', 'outside-window'],
    ],
    ['a hold without a reason', { action: 'hold' }, [WHY]],
    ['a hold for long', { action: 'hold', reason: 'r', for: 'long' }, ['for: must be a duration']],
    ['a hold for nothing', { action: 'hold', reason: 'r', for: '0s' }, ['for: is over already']],
    [
      'a maintenance without an end',
      { action: 'maintenance', reason: 'r' },
      ['until: a maintenance needs an end: give for (2h) or until (2026-11-22T20:00:00Z)'],
    ],
    [
      'both ends',
      { action: 'maintenance', reason: 'r', for: '2h', until: '2026-11-22T20:00:00Z' },
      ['for: give for or until, not both'],
    ],
    [
      'an end in the past',
      { action: 'maintenance', reason: 'r', until: '2026-11-22T11:59:59Z' },
      ['until: is over already'],
    ],
    [
      'an end at this moment',
      { action: 'hold', reason: 'r', until: '2026-11-22T12:00:00Z' },
      ['until: is over already'],
    ],
    [
      'an end without its zone',
      { action: 'maintenance', reason: 'r', until: '2026-11-22T20:00:00' },
      ['until: must be a time like 2026-11-22T20:00:00Z'],
    ],
    [
      'an end on a day that does not exist',
      { action: 'maintenance', reason: 'r', until: '2026-02-30T20:00:00Z' },
      ['until: must be a time like'],
    ],
    [
      'an end as a number',
      { action: 'maintenance', reason: 'r', until: 1_795_000_000_000 },
      ['until: must be a time like'],
    ],
    ['a release until then', { action: 'release', for: '2h' }, ['for: unknown field']],
    ['a history of every site', { action: 'history' }, ['site: must name one site']],
    ['a history of nothing', { action: 'history', site: 'a', limit: 0 }, ['limit: ']],
    [
      'a test of a class that there is not',
      { action: 'alert-test', class: 'outagee' },
      ['class: must be one of outage'],
    ],
    ['a history without end', { action: 'history', site: 'a', limit: 1_001 }, ['limit: ']],
    [
      'several problems',
      { action: 'failover', site: 7, dry: 1, override: ['x'] },
      ['site: must name one site', WHY, 'override.0: ', 'dry: unknown field'],
    ],
  ])('is refused with the field by name: %s', (_name, event, texts) => {
    const message = messageOf(() => parse(event));
    expect(message).toMatch(/^invalid event: /);
    for (const text of texts) expect(message).toContain(text);
  });
});
