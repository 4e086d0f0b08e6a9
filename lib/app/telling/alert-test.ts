import type { AlertClass } from '../../core/alerts/alert-data.ts';
import type { Site } from '../../core/site.ts';
import type { Look } from '../../core/verify/finding.ts';
import type { Subscription } from '../../core/verify/snapshot.ts';
import type { Message, Now, Publish, ReadTopic } from '../../core/world.ts';
import { alertSamples } from '../../render/alerts/samples/alert-samples.ts';
import { asTest, type TestRun } from '../../render/alerts/test-alert.ts';
import { tryLook } from '../look.ts';

export type AlertTestDeps = {
  readonly now: Now;
  readonly stack: string;
  readonly publish: Publish;
  /** Publishes to those who hear of what nobody acknowledges; null where sites.yml names nobody. */
  readonly escalate: Publish | null;
  readonly readTopic: ReadTopic;
  readonly readEscalationTopic: ReadTopic | null;
};

/** Which of the examples are sent: one of each class, all of one class, or every one. */
export type AlertTestRequest = {
  readonly by: string;
  readonly class: AlertClass | null;
  readonly all: boolean;
};

/** What became of one message of the test. */
export type Delivery = {
  readonly way: 'alerts' | 'escalation';
  readonly event: string;
  readonly subject: string;
  readonly outcome: 'accepted' | 'refused' | 'not-tried';
  /** Why it was refused; null otherwise. */
  readonly why: string | null;
};

/** Who is subscribed to the topic of one way; null: there is no such topic. */
export type Subscribers = {
  readonly way: Delivery['way'];
  readonly found: Look<readonly Subscription[] | null>;
};

/** What the services said, and who would get an alert; whether a person reads it, nobody here can know. */
export type AlertTest = {
  readonly site: string;
  readonly deliveries: readonly Delivery[];
  readonly subscribers: readonly Subscribers[];
  readonly verdict: 'pass' | 'fail' | 'unknown';
};

/** Sends examples about the first of the sites the way of real alerts, each marked as a test from its first word. */
export async function testAlerts(
  deps: AlertTestDeps,
  sites: readonly Site[],
  request: AlertTestRequest,
): Promise<AlertTest> {
  const { stack } = deps;
  const [site] = sites;
  if (site === undefined) throw new Error('an alert is about a site, and sites.yml has none');
  const run = { by: request.by, at: deps.now() };
  const samples = alertSamples({ site, stack, now: run.at });
  const chosen = chooseFrom(samples, request);
  const deliveries = [
    ...(await sendAll('alerts', deps.publish, chosen, run)),
    ...(deps.escalate === null
      ? []
      : await sendAll('escalation', deps.escalate, escalatedOf(samples), run)),
  ];
  const subscribers = [
    await subscribersOf('alerts', deps.readTopic),
    ...(deps.readEscalationTopic === null
      ? []
      : [await subscribersOf('escalation', deps.readEscalationTopic)]),
  ];
  return { site: site.name, deliveries, subscribers, verdict: verdictOf(deliveries, subscribers) };
}

/** After so many in a row no other will be accepted, and each is waited for. */
const REFUSALS_MAX = 3;

/** One after the other, so that the messages of one incident come in their order. */
async function sendAll(
  way: Delivery['way'],
  publish: Publish,
  messages: readonly Message[],
  run: TestRun,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const message of messages) {
    const latest = deliveries.slice(-REFUSALS_MAX);
    const isHopeless =
      latest.length === REFUSALS_MAX && latest.every(({ outcome }) => outcome !== 'accepted');
    const test = asTest(message, run);
    const about = { way, event: test.data.event, subject: test.subject };
    const sent = isHopeless ? null : await tryLook(() => publish(test));
    deliveries.push(
      sent === null
        ? { ...about, outcome: 'not-tried', why: null }
        : sent.ok
          ? { ...about, outcome: 'accepted', why: null }
          : { ...about, outcome: 'refused', why: sent.why },
    );
  }
  return deliveries;
}

type Chosen = Readonly<Record<string, readonly { readonly message: Message }[]>>;

function chooseFrom(samples: Chosen, request: AlertTestRequest): readonly Message[] {
  const classes = request.class === null ? Object.keys(samples) : [request.class];
  const isWhole = request.all || request.class !== null;
  return classes.flatMap((one) => {
    const messages = (samples[one] ?? []).map(({ message }) => message);
    return isWhole ? messages : messages.slice(0, 1);
  });
}

/** One is enough to know that the way is open, and at night these people are asleep. */
const escalatedOf = (samples: Chosen): readonly Message[] =>
  Object.values(samples)
    .flat()
    .map(({ message }) => message)
    .filter(({ data }) => data.event.endsWith('-escalated'))
    .slice(0, 1);

async function subscribersOf(way: Delivery['way'], read: ReadTopic): Promise<Subscribers> {
  const topic = await tryLook(read);
  const found = topic.ok ? { ok: true as const, value: topic.value?.subscriptions ?? null } : topic;
  return { way, found };
}

/** An accepted message that nobody is subscribed to, or not yet, has reached nobody. */
function verdictOf(
  deliveries: readonly Delivery[],
  subscribers: AlertTest['subscribers'],
): AlertTest['verdict'] {
  if (deliveries.some(({ outcome }) => outcome !== 'accepted')) return 'fail';
  const verdicts = subscribers.map(({ found }) => (found.ok ? isHeard(found.value ?? []) : null));
  if (verdicts.includes(false)) return 'fail';
  return verdicts.includes(null) ? 'unknown' : 'pass';
}

const isHeard = (subscriptions: readonly Subscription[]): boolean =>
  subscriptions.length > 0 && subscriptions.every(({ isConfirmed }) => isConfirmed);
