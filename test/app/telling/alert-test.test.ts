import {
  type AlertTest,
  type AlertTestDeps,
  type AlertTestRequest,
  testAlerts,
} from '../../../lib/app/telling/alert-test.ts';
import { ALERT_CLASSES } from '../../../lib/core/alerts/alert-data.ts';
import type { Subscription } from '../../../lib/core/verify/snapshot.ts';
import type { Message } from '../../../lib/core/world.ts';
import { alertTestText } from '../../../lib/render/alerts/alert-test.ts';
import { alertSamples } from '../../../lib/render/alerts/samples/alert-samples.ts';
import { EXAMPLE } from '../../../lib/render/alerts/samples/example.ts';

const { site, stack, now } = EXAMPLE;
const SAMPLES = alertSamples(EXAMPLE);
const CONFIRMED: Subscription = {
  protocol: 'email',
  endpoint: 'ops@example.com',
  isConfirmed: true,
};
const PENDING: Subscription = { ...CONFIRMED, endpoint: 'new@example.com', isConfirmed: false };
const ONE_OF_EACH: AlertTestRequest = { by: 'ada', class: null, all: false };

let sent: Message[];
let escalated: Message[];
beforeEach(() => {
  sent = [];
  escalated = [];
});

const deps = (change: Partial<AlertTestDeps> = {}): AlertTestDeps => ({
  now: () => now,
  stack,
  publish: async (message) => {
    sent.push(message);
  },
  escalate: null,
  readTopic: async () => ({ subscriptions: [CONFIRMED] }),
  readEscalationTopic: null,
  ...change,
});

const eventsOf = (messages: readonly Message[]) => messages.map(({ data }) => data.event);

describe('what is sent', () => {
  test('is one of each class, each marked as a test', async () => {
    const { deliveries, verdict } = await testAlerts(deps(), [site], ONE_OF_EACH);
    expect(sent.map(({ data }) => data.class).sort()).toEqual([...ALERT_CLASSES].sort());
    expect(sent.every(({ data, subject }) => data.isTest && subject.startsWith('TEST '))).toBe(
      true,
    );
    expect(deliveries.map(({ outcome }) => outcome)).toEqual(sent.map(() => 'accepted'));
    expect(verdict).toBe('pass');
  });

  test('is the whole thread of a class, in its order, where one is named', async () => {
    await testAlerts(deps(), [site], { ...ONE_OF_EACH, class: 'outage' });
    expect(eventsOf(sent)).toEqual(eventsOf(SAMPLES.outage.map(({ message }) => message)));
    expect(eventsOf(sent)[0]).toBe('outage-opened');
    expect(eventsOf(sent)).toContain('outage-resolved');
  });

  test('is everything where that is asked for', async () => {
    await testAlerts(deps(), [site], { ...ONE_OF_EACH, all: true });
    expect(sent).toHaveLength(Object.values(SAMPLES).flat().length);
  });

  test('wakes those of the escalation with one message', async () => {
    const escalate = async (message: Message) => {
      escalated.push(message);
    };
    const { deliveries } = await testAlerts(deps({ escalate }), [site], ONE_OF_EACH);
    expect(eventsOf(escalated)).toEqual(['outage-escalated']);
    expect(deliveries.filter(({ way }) => way === 'escalation')).toHaveLength(1);
  });
});

describe('what is told of it', () => {
  const refuse = () => Promise.reject(new Error('not authorized'));

  test('names each message that was refused, and gives up where nothing is accepted', async () => {
    let tries = 0;
    const publish = () => {
      tries += 1;
      return refuse();
    };
    const outcome = await testAlerts(deps({ publish }), [site], ONE_OF_EACH);
    expect(tries).toBe(3);
    expect(outcome.verdict).toBe('fail');
    expect(outcome.deliveries.map(({ outcome }) => outcome).slice(0, 4)).toEqual([
      'refused',
      'refused',
      'refused',
      'not-tried',
    ]);
    expect(alertTestText(outcome)).toMatch(/REFUSED +alerts +outage-opened: not authorized/);
  });

  test('one message that is refused keeps none of the others back', async () => {
    const publish: AlertTestDeps['publish'] = async (message) => {
      if (message.data.class === 'blind') return refuse();
      sent.push(message);
    };
    const { deliveries, verdict } = await testAlerts(deps({ publish }), [site], ONE_OF_EACH);
    expect(sent).toHaveLength(ALERT_CLASSES.length - 1);
    expect(deliveries.filter(({ outcome }) => outcome === 'refused')).toHaveLength(1);
    expect(verdict).toBe('fail');
  });

  test.each<[string, AlertTestDeps['readTopic'], AlertTest['verdict'], RegExp]>([
    ['nobody is subscribed', async () => ({ subscriptions: [] }), 'fail', /Nobody is subscribed/],
    ['there is no topic', async () => null, 'fail', /does not exist/],
    [
      'somebody has not confirmed',
      async () => ({ subscriptions: [CONFIRMED, PENDING] }),
      'fail',
      /UNCONFIRMED +email new@example\.com: gets nothing/,
    ],
    ['nobody can be seen', refuse, 'unknown', /could not be read: not authorized/],
  ])('of the topic: %s', async (_name, readTopic, verdict, text) => {
    const outcome = await testAlerts(deps({ readTopic }), [site], ONE_OF_EACH);
    expect(outcome.verdict).toBe(verdict);
    expect(alertTestText(outcome)).toMatch(text);
  });

  test('of those of the escalation, too', async () => {
    const readEscalationTopic = async () => ({ subscriptions: [PENDING] });
    const outcome = await testAlerts(deps({ readEscalationTopic }), [site], ONE_OF_EACH);
    expect(outcome.verdict).toBe('fail');
    expect(alertTestText(outcome)).toMatch(/topic of the escalation:\n +UNCONFIRMED/);
  });
});
