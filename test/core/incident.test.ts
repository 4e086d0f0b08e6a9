import fc from 'fast-check';
import type { HealthStatus } from '../../lib/core/health.ts';
import { dueEvent, follow, type Incident, NO_INCIDENT, told } from '../../lib/core/incident.ts';
import { epochMs } from '../../lib/core/time.ts';

const NOON = epochMs(43_200_000);
const LATER = epochMs(43_260_000);

test('an incident opens once, and stays due until the opening was told', () => {
  const open = follow(NO_INCIDENT, 'unhealthy', NOON);
  expect(open).toEqual({ state: 'open', since: NOON, openedTold: false });
  expect(follow(open, 'unhealthy', LATER)).toBe(open);
  expect(dueEvent(open)).toBe('opened');
  expect(dueEvent(told(open, 'opened'))).toBeNull();
});

test('it ends with the next healthy health, and is over once that was told', () => {
  const open = told(follow(NO_INCIDENT, 'unhealthy', NOON), 'opened');
  const over = follow(open, 'healthy', LATER);
  expect(over).toEqual({ state: 'over', since: NOON, until: LATER, openedTold: true });
  expect(dueEvent(over)).toBe('resolved');
  expect(told(over, 'resolved')).toBe(NO_INCIDENT);
});

test('an opening that could not be told is told before the end', () => {
  const over = follow(follow(NO_INCIDENT, 'unhealthy', NOON), 'healthy', LATER);
  expect(dueEvent(over)).toBe('opened');
  expect(dueEvent(told(over, 'opened'))).toBe('resolved');
});

test('a relapse before the end was told goes on as the same incident', () => {
  const over = follow(told(follow(NO_INCIDENT, 'unhealthy', NOON), 'opened'), 'healthy', LATER);
  expect(follow(over, 'unhealthy', LATER)).toEqual({
    state: 'open',
    since: NOON,
    openedTold: true,
  });
});

test.each(['none', 'open', 'over'])('an unknown health changes nothing in state %s', (state) => {
  const incident = { state, since: NOON, until: LATER, openedTold: false } as Incident;
  expect(follow(incident, 'unknown', LATER)).toBe(incident);
});

type Step = { readonly health: HealthStatus; readonly accepted: boolean };
const step: fc.Arbitrary<Step> = fc.record({
  health: fc.constantFrom<HealthStatus>('healthy', 'unhealthy', 'unknown'),
  accepted: fc.boolean(),
});

test('opened and resolved alternate, whatever fails to be sent', () => {
  let resolutions = 0;
  fc.assert(
    fc.property(fc.array(step, { minLength: 60, maxLength: 200 }), (steps) => {
      let incident: Incident = NO_INCIDENT;
      const accepted: string[] = [];
      steps.forEach(({ health, accepted: isAccepted }, index) => {
        incident = follow(incident, health, epochMs(index));
        const due = dueEvent(incident);
        if (due === null || !isAccepted) return;
        accepted.push(due);
        incident = told(incident, due);
      });
      accepted.forEach((event, index) => {
        expect(event).toBe(index % 2 === 0 ? 'opened' : 'resolved');
      });
      resolutions += Math.floor(accepted.length / 2);
    }),
  );
  expect(resolutions).toBeGreaterThan(100);
});
