import type { Alerts } from '../../../../lib/core/alerts/alerts.ts';
import type { Alerting, Subscription } from '../../../../lib/core/verify/snapshot.ts';
import { findingIn, troubleIn, type World } from '../breaks.ts';
import { mail, NO_ANSWER, SECRET, withAlerting } from './alerting-worlds.ts';

const told = (...subscriptions: readonly Subscription[]) =>
  ({ ok: true, value: { subscriptions } }) as const;
const GONE = { ok: true, value: null } as const;

describe('who is told when nobody acknowledges', () => {
  const withEscalation = (
    escalationTopic: Alerting['escalationTopic'],
    change: Partial<NonNullable<Alerts['escalation']>> = {},
  ): World =>
    withAlerting(
      { escalationTopic },
      {
        escalation: { afterMs: 900_000, topicArn: null, email: ['boss@example.com'], ...change },
      },
    );
  const FAIL = ['alerts.escalation fail'];

  test.each<[string, World, string[]]>([
    ['has confirmed', withEscalation(told(mail('Boss@example.com'))), []],
    ['has not', withEscalation(told(mail('boss@example.com', false))), FAIL],
    ['is not subscribed', withEscalation(told(mail('ops@example.com'))), FAIL],
    ['has no topic', withEscalation(GONE), FAIL],
    ['has one that cannot be read', withEscalation(NO_ANSWER), ['alerts.escalation unknown']],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });

  test('is subscribed anew to the topic of the escalation, not to that of all alerts', () => {
    const pending = withEscalation(told(mail('boss@example.com', false)));
    expect(findingIn(pending, 'alerts.escalation')?.mend).toContain(
      "TOPIC is EscalationTopic among the stack's outputs",
    );
  });

  test('is anybody, on a topic that was there before', () => {
    const topicArn = 'arn:aws:sns:eu-west-1:123456789012:bosses';
    const shared = { topicArn, email: [] };
    expect(troubleIn(withEscalation(told(mail('a@example.com')), shared))).toEqual([]);
    const nobody = withEscalation(told(mail('a@example.com', false)), shared);
    expect(findingIn(nobody, 'alerts.escalation')?.mend).toContain(`--topic-arn ${topicArn} `);
    expect(findingIn(withEscalation(GONE, shared), 'alerts.escalation')?.mend).toMatch(
      /create-topic --name bosses$/,
    );
  });
});

describe('Amazon Q', () => {
  const channel = { protocol: 'https', endpoint: 'https://q.example/', isConfirmed: true };
  const withChat = (chatTopic: Alerting['chatTopic']) =>
    withAlerting({ chatTopic }, { amazonQ: true });

  test.each<[string, World, string[]]>([
    ['has the topic in a channel', withChat(told(channel)), []],
    ['has no channel with the topic', withChat(told()), ['alerts.amazon-q warn']],
    ['has no topic', withChat(GONE), ['alerts.amazon-q warn']],
    ['has one that cannot be read', withChat(NO_ANSWER), ['alerts.amazon-q unknown']],
  ])('%s', (_name, world, trouble) => {
    expect(troubleIn(world)).toEqual(trouble);
  });
});

test.each<[string, Alerting['deadManParameter'], string[]]>([
  ['is a secret', SECRET, []],
  ['does not exist', { ok: true, value: null }, ['alerts.dead-man-parameter fail']],
  ['is no secret', { ok: true, value: { isSecret: false } }, ['alerts.dead-man-parameter fail']],
  ['may not be read', NO_ANSWER, ['alerts.dead-man-parameter unknown']],
])('the parameter with the URL that windows call, when it %s', (_name, look, trouble) => {
  const world = withAlerting({ deadManParameter: look }, { deadManParameter: '/dead-man' });
  expect(troubleIn(world)).toEqual(trouble);
});
