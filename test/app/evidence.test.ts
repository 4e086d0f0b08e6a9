import { BLIND_AFTER_MS, evidenceOf } from '../../lib/app/evidence.ts';
import type { Serving } from '../../lib/app/look.ts';
import { type Incident, NO_INCIDENT, NOTHING_TOLD } from '../../lib/core/alerts/incident.ts';
import type { Evidence } from '../../lib/core/failover.ts';
import type { Health } from '../../lib/core/probing/health.ts';
import type { MonitorState } from '../../lib/core/records.ts';
import { type EpochMs, epochMs } from '../../lib/core/time.ts';
import { MONITOR, SWITCH_NOTE } from '../fixtures/records.ts';
import { nameServerAnswer, PAGE } from '../fixtures/snapshot.ts';
import { NOON } from '../support/fake-probe-world.ts';
import { at, siteNamed } from '../support/sites.ts';

const SITE = siteNamed('a.example.com', {}, at('203.0.113.10', '203.0.113.11'));
const SERVING: Serving = {
  page: { ok: true, value: PAGE },
  dns: { ok: true, value: [nameServerAnswer(1), nameServerAnswer(2)] },
  primaryAddresses: ['203.0.113.10', '203.0.113.11'],
  secondaryAddresses: ['198.51.100.20'],
  answersUs: false,
  switched: 'primary',
  switchObject: null,
};
const minutesAgo = (minutes: number): EpochMs => epochMs(NOON - minutes * 60_000);
const health = (status: Health['status'], since: EpochMs | null): Health => ({
  status,
  since,
  run: null,
});
const monitor = (
  healths: readonly Health[],
  lastWindowAt: EpochMs | null = minutesAgo(1),
): MonitorState => ({
  ...MONITOR,
  health: Object.fromEntries(healths.map((one, index) => [`203.0.113.1${index}`, one])),
  lastWindowAt,
});
const SEEN = monitor([health('healthy', minutesAgo(9))]);

test.each<[string, MonitorState | null, Partial<Evidence>]>([
  ['nothing was ever saved', null, { primary: 'unknown', primarySince: null, blind: true }],
  ['no window ever ended', monitor([], null), { primary: 'unknown', blind: true }],
  [
    'the latest window is 3 minutes old',
    monitor([health('healthy', minutesAgo(9))], epochMs(NOON - BLIND_AFTER_MS)),
    { primary: 'healthy', blind: false },
  ],
  [
    'the latest window is older than that',
    monitor([health('healthy', minutesAgo(9))], epochMs(NOON - 180_001)),
    { primary: 'healthy', blind: true },
  ],
  [
    'the monitor saved that it sees nothing',
    { ...monitor([health('healthy', minutesAgo(9))]), blind: true },
    { primary: 'healthy', blind: true },
  ],
  [
    'every address is unhealthy, since the last of them became so',
    monitor([health('unhealthy', minutesAgo(7)), health('unhealthy', minutesAgo(4))]),
    { primary: 'unhealthy', primarySince: minutesAgo(4) },
  ],
  [
    'one address is healthy, since then whatever the other does',
    monitor([health('unhealthy', minutesAgo(2)), health('healthy', minutesAgo(6))]),
    { primary: 'healthy', primarySince: minutesAgo(6) },
  ],
  [
    'two addresses are healthy, since the later of them became so',
    monitor([health('healthy', minutesAgo(9)), health('healthy', minutesAgo(2))]),
    { primary: 'healthy', primarySince: minutesAgo(2) },
  ],
  [
    'one address is unknown and the other unhealthy',
    monitor([health('unknown', null), health('unhealthy', minutesAgo(6))]),
    { primary: 'unknown', primarySince: null },
  ],
])('what is known of the primary when %s', (_name, saved, expected) => {
  expect(evidenceOf(SITE, saved, SERVING, NOON)).toMatchObject(expected);
});

const BROKEN = { ok: false, why: 'timeout' } as const;
const pageWith = (change: Partial<typeof PAGE>) =>
  ({ ok: true, value: { ...PAGE, ...change } }) as const;
const answers = (addresses: readonly string[]) =>
  ({ ok: true, value: [nameServerAnswer(1, { addresses })] }) as const;

test.each<[string, Partial<Serving>, Partial<Evidence>]>([
  ['the page is as it should be', {}, { secondary: 'healthy' }],
  ['the page could not be fetched', { page: BROKEN }, { secondary: 'unknown' }],
  ['the page is an error', { page: pageWith({ status: 403 }) }, { secondary: 'unhealthy' }],
  [
    "the page is somebody else's",
    { page: pageWith({ body: 'Hello' }) },
    { secondary: 'unhealthy' },
  ],
  ['the page is only slow', { page: pageWith({ totalMs: 4_000 }) }, { secondary: 'healthy' }],
])('the secondary when %s', (_name, change, expected) => {
  expect(evidenceOf(SITE, SEEN, { ...SERVING, ...change }, NOON)).toMatchObject(expected);
});

test.each<[string, Partial<Serving>, Partial<Evidence>]>([
  ['there is no object', {}, { switched: 'primary', isSwitchOurs: false }],
  [
    'our object is there',
    { switched: 'secondary', switchObject: { note: SWITCH_NOTE, isOurs: true, tag: '"1"' } },
    { switched: 'secondary', isSwitchOurs: true },
  ],
  [
    "a person's is",
    { switched: 'secondary', switchObject: { note: SWITCH_NOTE, isOurs: false, tag: '"1"' } },
    { switched: 'secondary', isSwitchOurs: false },
  ],
  ['nobody can tell', { switched: 'unknown' }, { switched: 'unknown', isSwitchOurs: false }],
])('the switch when %s', (_name, change, expected) => {
  expect(evidenceOf(SITE, SEEN, { ...SERVING, ...change }, NOON)).toMatchObject(expected);
});

test.each([true, false])('that the primary answers us is taken over: %p', (answersUs) => {
  expect(evidenceOf(SITE, SEEN, { ...SERVING, answersUs }, NOON).answersUs).toBe(answersUs);
});

test.each<[string, Incident, EpochMs | null]>([
  ['that goes on', { state: 'open', since: NOON, told: NOTHING_TOLD }, NOON],
  ['whose end was not told', { state: 'over', since: NOON, until: NOON, told: NOTHING_TOLD }, NOON],
  ['that is not there', NO_INCIDENT, null],
])('an outage %s', (_name, outage, outageSince) => {
  const saved = { ...SEEN, incidents: { ...SEEN.incidents, outage } };
  expect(evidenceOf(SITE, saved, SERVING, NOON).outageSince).toBe(outageSince);
});

test.each([
  ['as the monitor counted them', { ...SEEN, healthyWindows: 7 }, 7],
  ['none, without a record', null, 0],
])('healthy windows are %s', (_name, saved, healthyWindows) => {
  expect(evidenceOf(SITE, saved, SERVING, NOON).healthyWindows).toBe(healthyWindows);
});

test.each<[string, Partial<Serving>, Evidence['served']]>([
  ["the primary's address", {}, 'primary'],
  ["the secondary's", { dns: answers(['198.51.100.20']) }, 'secondary'],
  ["somebody else's", { dns: answers(['192.0.2.99']) }, 'neither'],
  ['nothing', { dns: BROKEN }, 'unknown'],
  ["an address that cannot be told to be the primary's", { primaryAddresses: [] }, 'neither'],
])('what is served when the name servers answer with %s', (_name, change, served) => {
  expect(evidenceOf(SITE, SEEN, { ...SERVING, ...change }, NOON).served).toBe(served);
});
