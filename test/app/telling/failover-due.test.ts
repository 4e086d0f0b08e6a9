import { isUnsettled } from '../../../lib/app/telling/failover-due.ts';
import { type Incident, NO_INCIDENT } from '../../../lib/core/alerts/incident.ts';
import { type ControllerState, initialControllerState } from '../../../lib/core/records.ts';
import { NOON } from '../../support/fake-probe-world.ts';
import { openSince } from '../../support/incidents.ts';
import { siteNamed } from '../../support/sites.ts';

const SITE = siteNamed('www.example.com');
const CALM = initialControllerState(NOON);
const unsettled = (value: ControllerState | null, incident: Incident = NO_INCIDENT) =>
  isUnsettled(
    { controllers: { load: async () => (value === null ? null : { value, version: 1 }) } },
    SITE,
    incident,
  );

test('nothing is left to do on a calm day, nor for a site of which nothing is known', async () => {
  expect(await unsettled(CALM)).toBe(false);
  expect(await unsettled(null)).toBe(false);
});

test('something is while an incident is open, visitors are elsewhere, or people were not told', async () => {
  expect(await unsettled(CALM, openSince(NOON))).toBe(true);
  const away = { ...CALM.failover, phase: 'on-secondary' } as const;
  expect(await unsettled({ ...CALM, failover: away })).toBe(true);
  const news = {
    kind: 'moved',
    phase: 'on-primary',
    reason: 'dns-confirmed',
    by: 'understudy',
    overridden: [],
    at: NOON,
    claimedAt: null,
  } as const;
  expect(await unsettled({ ...CALM, untold: [news] })).toBe(true);
});
