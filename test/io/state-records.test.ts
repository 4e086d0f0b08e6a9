import * as fc from 'fast-check';
import { type FailoverState, FLIPS_KEPT_MAX } from '../../lib/core/failover.ts';
import type { Health } from '../../lib/core/health.ts';
import type { Incident } from '../../lib/core/incident.ts';
import { WINDOWS_MAX } from '../../lib/core/lease.ts';
import type { ControllerState, MonitorState, ShardState } from '../../lib/core/records.ts';
import { epochMs } from '../../lib/core/time.ts';
import {
  decodeController,
  decodeMonitor,
  decodeShard,
  encodeController,
  encodeMonitor,
  encodeShard,
} from '../../lib/io/state-records.ts';

const anyAt = fc.nat({ max: 4_000_000_000_000 }).map(epochMs);
const anyCount = fc.nat();

const anyHealth: fc.Arbitrary<Health> = fc.record({
  status: fc.constantFrom('unknown', 'healthy', 'unhealthy'),
  since: fc.option(anyAt),
  run: fc.option(
    fc.record({
      verdict: fc.constantFrom('healthy' as const, 'unhealthy' as const),
      length: fc.integer({ min: 1 }),
    }),
  ),
});

const anyIncident: fc.Arbitrary<Incident> = fc.oneof(
  fc.constant({ state: 'none' as const }),
  fc.record({ state: fc.constant('open' as const), since: anyAt, openedTold: fc.boolean() }),
  fc.record({
    state: fc.constant('over' as const),
    since: anyAt,
    until: anyAt,
    openedTold: fc.boolean(),
  }),
);

const anyMonitor: fc.Arbitrary<MonitorState> = fc.record({
  health: fc.dictionary(fc.oneof(fc.ipV4(), fc.ipV6(), fc.domain()), anyHealth, {
    noNullPrototype: true,
  }),
  incident: anyIncident,
  lastWindowAt: fc.option(anyAt),
  blind: fc.boolean(),
});

const anyFailover: fc.Arbitrary<FailoverState> = fc.record({
  phase: fc.constantFrom('on-primary', 'failing-over', 'on-secondary', 'failing-back'),
  since: anyAt,
  flips: fc.array(anyAt, { maxLength: FLIPS_KEPT_MAX }),
  held: fc.boolean(),
  reason: fc.constantFrom(null, 'primary-unhealthy', 'held', 'awaiting-dns'),
});

const anyController: fc.Arbitrary<ControllerState> = fc.record({
  failover: anyFailover,
  untold: fc.constantFrom(null, { phase: 'on-secondary', reason: 'dns-confirmed' } as const),
  verified: fc.option(
    fc.record({ at: anyAt, pass: anyCount, warn: anyCount, fail: anyCount, unknown: anyCount }),
  ),
});

test('a monitor record comes back as it was written', () => {
  fc.assert(
    fc.property(anyMonitor, (state) => {
      expect(decodeMonitor(encodeMonitor(state))).toEqual(state);
    }),
  );
});

test('a controller record comes back as it was written', () => {
  fc.assert(
    fc.property(anyController, (state) => {
      expect(decodeController(encodeController(state))).toEqual(state);
    }),
  );
});

const anyShard: fc.Arbitrary<ShardState> = fc.record({
  windows: fc.array(fc.uuid(), { maxLength: WINDOWS_MAX }),
  blindness: anyIncident,
});

test('the record of a shard comes back as it was written', () => {
  fc.assert(
    fc.property(anyShard, (state) => {
      expect(decodeShard(encodeShard(state))).toEqual(state);
    }),
  );
});

test('a monitor record of before blindness was known is one of a monitor that sees', () => {
  const { blind: _blind, ...older } = MONITOR;
  expect(decodeMonitor(JSON.stringify(older))).toEqual(MONITOR);
});

test('a shard with more windows than are kept is not guessed at', () => {
  const windows = Array<string>(WINDOWS_MAX + 1).fill('window');
  const text = JSON.stringify({ windows, blindness: { state: 'none' } });
  expect(() => decodeShard(text, 'shard record of #shard/0/1')).toThrow('windows: ');
});

const MONITOR: MonitorState = {
  health: {},
  incident: { state: 'none' },
  lastWindowAt: null,
  blind: false,
};
const CONTROLLER: ControllerState = {
  failover: { phase: 'on-primary', since: epochMs(1), flips: [], held: false, reason: null },
  untold: null,
  verified: null,
};

test.each([
  ['is not JSON', '{', 'it is not JSON'],
  ['is nothing at all', '', 'it is not JSON'],
  ['is another thing', '[]', 'expected object'],
  ['lacks a key', { health: {}, incident: { state: 'none' } }, 'lastWindowAt: '],
  ['has a key too many', { ...MONITOR, deaf: true }, '"deaf"'],
  ['has a text for a time', { ...MONITOR, lastWindowAt: '1' }, 'lastWindowAt: '],
  ['has an unknown state', { ...MONITOR, incident: { state: 'closed' } }, 'incident.state: '],
  [
    'has data of another state',
    { ...MONITOR, incident: { state: 'none', since: 1 } },
    'incident: Unrecognized key: "since"',
  ],
  [
    'has a run of no length',
    {
      ...MONITOR,
      health: {
        '203.0.113.10': {
          status: 'healthy',
          since: 1,
          run: { verdict: 'healthy', length: 0 },
        },
      },
    },
    'health.203.0.113.10.run.length: ',
  ],
])('a monitor record that %s is not guessed at', (_name, value, problem) => {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const read = () => decodeMonitor(text, 'monitor record of www.example.com');
  expect(read).toThrow('monitor record of www.example.com cannot be read: ');
  expect(read).toThrow(problem);
});

test.each([
  ['has an unknown phase', { phase: 'on-tertiary' }, 'failover.phase: '],
  ['has more flips than are kept', { flips: Array(FLIPS_KEPT_MAX + 1).fill(1) }, 'failover.flips'],
  ['has an unknown reason', { reason: 'because' }, 'failover.reason: '],
  ['has a hold that is not true or false', { held: 'false' }, 'failover.held: '],
])('a controller record that %s is not guessed at', (_name, change, problem) => {
  const value = { ...CONTROLLER, failover: { ...CONTROLLER.failover, ...change } };
  expect(() => decodeController(JSON.stringify(value))).toThrow(problem);
});

test('what could not be read back is not written', () => {
  const state = { ...MONITOR, lastWindowAt: epochMs(Number.NaN) };
  expect(() => encodeMonitor(state)).toThrow(TypeError);
  expect(() => encodeMonitor(state)).toThrow('monitor record would be unreadable: lastWindowAt: ');
});
