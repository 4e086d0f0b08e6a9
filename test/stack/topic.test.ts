import type { Alerts } from '../../lib/core/alerts/alerts.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { resources } from '../../lib/stack/resources.ts';
import type { Resources } from '../../lib/stack/template.ts';
import { CONFIG } from './sites.ts';

const ESCALATION = { afterMs: 900_000, topicArn: null, email: ['boss@example.com'] };
const TOPIC = 'arn:aws:sns:eu-west-1:210987654321:bosses';

const told = (change: Partial<Alerts>) => {
  const config = { ...CONFIG, alerts: { ...CONFIG.alerts, ...change } };
  return { stack: resources(config), outputs: outputs(config) };
};
const idsOf = (stack: Resources) => Object.keys(stack);
const PLAIN = idsOf(told({}).stack);
const added = (change: Partial<Alerts>) =>
  idsOf(told(change).stack).filter((id) => !PLAIN.includes(id));

test('Amazon Q has a topic of its own, to which alarms may publish, and which nobody subscribes here', () => {
  expect(added({ amazonQ: true })).toEqual(['ChatTopic', 'ChatTopicPolicy']);
  const { stack, outputs: said } = told({ amazonQ: true });
  expect(stack.ChatTopic?.Properties.TopicName).toEqual({ 'Fn::Sub': `\${AWS::StackName}-chat` });
  expect(JSON.stringify(stack.ChatTopicPolicy)).toContain(
    '"Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":{"Ref":"ChatTopic"},"Condition":{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
  );
  expect(said.ChatTopic?.Value).toEqual({ Ref: 'ChatTopic' });
});

test('every alarm tells the chat, too, and never those who are told when nobody acknowledges', () => {
  const { stack } = told({ amazonQ: true, escalation: ESCALATION });
  const alarms = Object.values(stack).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  expect(alarms.length).toBeGreaterThan(5);
  const topics = [{ Ref: 'AlertTopic' }, { Ref: 'ChatTopic' }];
  for (const { Properties } of alarms)
    expect(Properties).toMatchObject({ AlarmActions: topics, OKActions: topics });
});

test('an escalation has a topic and the subscriptions of its addresses, who may have the others, too', () => {
  const escalation = { ...ESCALATION, email: ['boss@example.com', 'ops@example.com'] };
  expect(added({ escalation })).toEqual([
    'EscalationTopic',
    'EscalationSubscriptionForbossAtexampleDotcom',
    'EscalationSubscriptionForopsAtexampleDotcom',
  ]);
  const { stack, outputs: said } = told({ escalation });
  expect(stack.EscalationSubscriptionForbossAtexampleDotcom?.Properties).toEqual({
    TopicArn: { Ref: 'EscalationTopic' },
    Protocol: 'email',
    Endpoint: 'boss@example.com',
  });
  expect(said.EscalationTopic?.Value).toEqual({ Ref: 'EscalationTopic' });
});

test('an escalation to a topic that was there before makes nothing', () => {
  const escalation = { ...ESCALATION, topicArn: TOPIC, email: [] };
  expect(added({ escalation })).toEqual([]);
  expect(told({ escalation }).outputs.EscalationTopic?.Value).toBe(TOPIC);
});

test('where sites.yml wants neither, no output names them', () => {
  expect(Object.keys(told({}).outputs)).not.toContain('ChatTopic');
  expect(Object.keys(told({}).outputs)).not.toContain('EscalationTopic');
});
