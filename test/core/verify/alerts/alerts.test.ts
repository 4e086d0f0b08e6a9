import type { Alerting, Subscription } from '../../../../lib/core/verify/snapshot.ts';
import { findingIn, findingsIn, HEALTHY, troubleIn, type World, withSnapshot } from '../breaks.ts';
import { mail, NO_ANSWER, SECRET, withAlerting } from './alerting-worlds.ts';

const SLACK: Subscription = {
  protocol: 'lambda',
  endpoint: 'arn:aws:lambda:eu-west-1:123456789012:function:understudy-prod-slack',
  isConfirmed: true,
};
const withSubscriptions = (subscriptions: readonly Subscription[], email?: string[]): World =>
  withAlerting(
    { topic: { ok: true, value: { subscriptions } } },
    email === undefined ? {} : { email },
  );

test.each<[string, World, string[]]>([
  ['everybody is subscribed', HEALTHY, []],
  ['there is no topic', withAlerting({ topic: { ok: true, value: null } }), ['alerts.topic fail']],
  ['the topic may not be read', withAlerting({ topic: NO_ANSWER }), ['alerts.topic unknown']],
  ['an address is written in capitals', withSubscriptions([mail('Ops@Example.com')]), []],
  [
    'an address has not confirmed',
    withSubscriptions([mail('ops@example.com', false), mail('boss@example.com')]),
    ['alerts.email fail'],
  ],
  [
    'an address waits once more after it has confirmed',
    withSubscriptions([mail('ops@example.com'), mail('ops@example.com', false)]),
    [],
  ],
  [
    'an address is not subscribed',
    withSubscriptions([mail('boss@example.com')]),
    ['alerts.email fail'],
  ],
  [
    'an address is subscribed for JSON only',
    withSubscriptions([{ ...mail('ops@example.com'), protocol: 'email-json' }]),
    ['alerts.email fail'],
  ],
  [
    'nobody at all has confirmed',
    withSubscriptions([mail('ops@example.com', false)]),
    ['alerts.email fail', 'alerts.somebody fail'],
  ],
  ['nobody is subscribed and none configured', withSubscriptions([], []), ['alerts.somebody fail']],
  ['none is configured, and somebody is there', withSubscriptions([mail('a@example.com')], []), []],
  [
    'somebody who is not configured has not confirmed',
    withSubscriptions([mail('ops@example.com'), mail('new@example.com', false)]),
    ['alerts.somebody warn'],
  ],
])('alerts, when %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

const withSlack = (
  slackParameter: Alerting['slackParameter'],
  subscription: Partial<Subscription> = {},
): World =>
  withAlerting(
    {
      slackParameter,
      topic: {
        ok: true,
        value: { subscriptions: [mail('ops@example.com'), { ...SLACK, ...subscription }] },
      },
    },
    { slack: { kind: 'webhook', parameter: '/understudy/slack-webhook' } },
  );

test.each<[string, World, string[]]>([
  ['all is there', withSlack(SECRET), []],
  ['an alias is subscribed', withSlack(SECRET, { endpoint: `${SLACK.endpoint}:live` }), []],
  [
    'the parameter does not exist',
    withSlack({ ok: true, value: null }),
    ['alerts.slack-parameter fail'],
  ],
  [
    'the parameter is no secret',
    withSlack({ ok: true, value: { isSecret: false } }),
    ['alerts.slack-parameter fail'],
  ],
  ['the parameter may not be read', withSlack(NO_ANSWER), ['alerts.slack-parameter unknown']],
  [
    'another function is subscribed',
    withSlack(SECRET, { endpoint: 'arn:aws:lambda:eu-west-1:123456789012:function:pager' }),
    ['alerts.slack-subscription fail'],
  ],
  [
    'the function has not confirmed',
    withSlack(SECRET, { isConfirmed: false }),
    ['alerts.slack-subscription fail', 'alerts.somebody warn'],
  ],
])('Slack, when %s', (_name, world, trouble) => {
  expect(troubleIn(world).sort()).toEqual(trouble);
});

test('a token of a bot is judged as one', () => {
  const world = withAlerting(
    { slackParameter: { ok: true, value: { isSecret: false } } },
    { slack: { kind: 'bot', parameter: '/understudy/slack-token', channel: 'C0123456789' } },
  );
  expect(findingIn(world, 'alerts.slack-parameter')?.mend).toMatch(
    /^Make a new token in Slack, .* --name \/understudy\/slack-token --type SecureString --value TOKEN$/,
  );
});

test.each<[string, Alerting['heartbeat'], string[]]>([
  ['it is new', { ok: true, value: { state: 'insufficient-data', hasActions: true } }, []],
  [
    'it fires',
    { ok: true, value: { state: 'alarm', hasActions: true } },
    ['alerts.heartbeat warn'],
  ],
  [
    'it tells nobody',
    { ok: true, value: { state: 'ok', hasActions: false } },
    ['alerts.heartbeat fail'],
  ],
  ['it is not there', { ok: true, value: null }, ['alerts.heartbeat fail']],
  ['it may not be read', NO_ANSWER, ['alerts.heartbeat unknown']],
])('the heartbeat alarm, when %s', (_name, heartbeat, trouble) => {
  expect(troubleIn(withAlerting({ heartbeat }))).toEqual(trouble);
});

test('who waits and who is missing are told apart, and how to get a new mail', () => {
  const finding = findingIn(
    withSubscriptions([mail('ops@example.com', false)], ['ops@example.com', 'boss@example.com']),
    'alerts.email',
  );
  expect(finding?.seen).toBe(
    'waiting for confirmation: ops@example.com; not subscribed: boss@example.com',
  );
  expect(finding?.mend).toContain('--notification-endpoint ops@example.com');
});

test('nothing is said where nobody looked', () => {
  const world = withSnapshot({ alerting: null });
  expect(findingsIn(world).filter(({ id }) => id.startsWith('alerts.'))).toEqual([]);
});

describe('a topic that was there before', () => {
  const topicArn = 'arn:aws:sns:eu-west-1:123456789012:on-call';
  const shared = (subscriptions: readonly Subscription[] | null): World =>
    withAlerting(
      { topic: { ok: true, value: subscriptions === null ? null : { subscriptions } } },
      { topicArn, email: [] },
    );

  test('may have subscribers of others who have not confirmed', () => {
    expect(troubleIn(shared([mail('a@example.com'), mail('b@example.com', false)]))).toEqual([]);
  });

  test('without a subscriber is mended where it is, and not in sites.yml', () => {
    expect(findingIn(shared([]), 'alerts.somebody')?.mend).toContain(`--topic-arn ${topicArn} `);
  });

  test('that is gone is made again under its name', () => {
    expect(findingIn(shared(null), 'alerts.topic')?.mend).toMatch(/create-topic --name on-call$/);
  });
});
