import type { Alerts } from '../../lib/core/alerts/alerts.ts';
import { estimate } from '../../lib/core/cost/estimate.ts';
import { siteOfRoute53Alarm } from '../../lib/core/route53-alarm.ts';
import type { Config, Site } from '../../lib/core/site.ts';
import { siteCheckId } from '../../lib/stack/health-checks.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { resources } from '../../lib/stack/resources.ts';
import { route53AlarmsTemplate } from '../../lib/stack/route53-alarms.ts';
import { stackProblems } from '../../lib/stack/stack-problems.ts';
import { BEHIND_LOAD_BALANCER, CONFIG, siteNamed } from './sites.ts';

const BALANCED = siteNamed('shop.example.com', BEHIND_LOAD_BALANCER);
const SITES = [siteNamed('www.example.com'), BALANCED];
const TOPIC = { Ref: 'Route53AlertTopic' };
const TOPIC_NAME = 'understudy-prod-eu-west-1-route53-alerts';

const asking = (alerts: Partial<Alerts> = {}, sites: readonly Site[] = SITES): Config => ({
  ...CONFIG,
  alerts: { ...CONFIG.alerts, route53: true, ...alerts },
  sites,
});
const inRegion = (site: Site, region: string): Site => ({
  ...site,
  secondary: { ...site.secondary, region },
});

/** The template beside a stack in this region, which says these things of itself. */
function beside(config: Config, region = 'eu-west-1', more: Readonly<Record<string, string>> = {}) {
  const checks = config.sites.map(({ name }) => [siteCheckId(name), `check of ${name}`] as const);
  return route53AlarmsTemplate(config, {
    stack: 'understudy-prod',
    region,
    outputs: new Map([...checks, ...Object.entries(more)]),
  });
}

test('each site has an alarm on the check of its PRIMARY record, which tells when it begins and ends', () => {
  const { Resources } = beside(asking());
  expect(Resources.Route53AlarmForwwwDotexampleDotcom).toEqual({
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: 'understudy-prod-eu-west-1-route53-failover-www.example.com',
      AlarmDescription: expect.stringContaining('Route 53 sends visitors of www.example.com'),
      Namespace: 'AWS/Route53',
      MetricName: 'HealthCheckStatus',
      Dimensions: [{ Name: 'HealthCheckId', Value: 'check of www.example.com' }],
      Statistic: 'Minimum',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 2,
      DatapointsToAlarm: 2,
      TreatMissingData: 'ignore',
      AlarmActions: [TOPIC],
      OKActions: [TOPIC],
      Tags: [{ Key: 'understudy:site', Value: 'www.example.com' }],
    },
  });
});

test.each([
  ['www.example.com', 'A drill does that, too.', 'switch'],
  ['shop.example.com', 'That check watches the switch alone', 'drill'],
])(
  'the alarm of %s says what it sees, what to do, and no more than CloudWatch takes',
  (site, says, not) => {
    const { Resources } = beside(asking());
    const alarm = Object.values(Resources).find(
      ({ Properties }) => siteOfRoute53Alarm(String(Properties.AlarmName)) === site,
    );
    const text = String(alarm?.Properties.AlarmDescription);
    expect(text).toContain(says);
    expect(text).not.toContain(not);
    expect(text).toContain('npm start -- status. Runbook: cloudwatch-alarm.');
    expect(text.length).toBeLessThanOrEqual(1_024);
  },
);

test('its topic lets the alarms of this account in, and subscribes the addresses and Slack', () => {
  const { Resources, Outputs } = beside(asking());
  expect(Resources.Route53AlertTopic?.Properties.TopicName).toBe(TOPIC_NAME);
  expect(JSON.stringify(Resources.Route53AlertTopicPolicy)).toContain(
    '"Principal":{"Service":"cloudwatch.amazonaws.com"},"Action":"sns:Publish","Resource":{"Ref":"Route53AlertTopic"},"Condition":{"StringEquals":{"aws:SourceAccount":{"Ref":"AWS::AccountId"}}}',
  );
  expect(Resources.EmailSubscriptionForopsAtexampleDotcom?.Properties).toEqual({
    TopicArn: TOPIC,
    Protocol: 'email',
    Endpoint: 'ops@example.com',
  });
  expect(Resources.SlackSubscription?.Properties.Endpoint).toEqual({
    'Fn::Sub': `arn:\${AWS::Partition}:lambda:eu-west-1:\${AWS::AccountId}:function:understudy-prod-slack`,
  });
  expect(Outputs.Route53AlertTopic?.Value).toEqual(TOPIC);
});

test('the Slack function is called by that topic and no other, and only from where SNS reaches it', () => {
  const permission = (config: Config) => resources(config).Route53SlackPermission?.Properties;
  expect(permission(asking())).toEqual({
    FunctionName: { 'Fn::GetAtt': ['SlackLambdaFunction', 'Arn'] },
    Action: 'lambda:InvokeFunction',
    Principal: 'sns.amazonaws.com',
    SourceArn: {
      'Fn::Sub': `arn:\${AWS::Partition}:sns:us-east-1:\${AWS::AccountId}:\${AWS::StackName}-\${AWS::Region}-route53-alerts`,
    },
  });
  const far = asking(
    {},
    SITES.map((site) => inRegion(site, 'eu-central-2')),
  );
  for (const config of [far, asking({ slack: null }), asking({ route53: false })])
    expect(permission(config)).toBeUndefined();
  expect(beside(far, 'eu-central-2').Resources).not.toHaveProperty('SlackSubscription');
});

test('a stack in us-east-1 has its own topics told, and nobody confirms a second mail', () => {
  const topics = { AlertTopic: 'arn of alerts', ChatTopic: 'arn of chat' };
  const { Resources, Outputs } = beside(asking(), 'us-east-1', topics);
  expect(Object.keys(Resources)).toEqual([
    'Route53AlarmForwwwDotexampleDotcom',
    'Route53AlarmForshopDotexampleDotcom',
  ]);
  for (const { Properties } of Object.values(Resources))
    expect(Properties).toMatchObject({
      AlarmActions: ['arn of alerts', 'arn of chat'],
      OKActions: ['arn of alerts', 'arn of chat'],
    });
  expect(Outputs.Route53AlertTopic?.Value).toBe('arn of alerts');
});

test('all that can carry tags has those of sites.yml', () => {
  const config = { ...asking(), stack: { ...CONFIG.stack, tags: { team: 'web' } } };
  const tagged = Object.values(beside(config).Resources).filter(({ Properties }) =>
    JSON.stringify(Properties.Tags ?? []).includes('"team"'),
  );
  expect(tagged.map(({ Type }) => Type)).toEqual([
    'AWS::SNS::Topic',
    'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Alarm',
  ]);
});

test('the stack says whether there is one beside it', () => {
  expect(outputs(asking()).Route53Alarms?.Value).toEqual({
    'Fn::Sub': `\${AWS::StackName}-\${AWS::Region}-route53-alarms`,
  });
  expect(outputs(CONFIG)).not.toHaveProperty('Route53Alarms');
});

test('a check that the stack does not name is an error, and no alarm on nothing', () => {
  const named = { stack: 'understudy-prod', region: 'eu-west-1', outputs: new Map() };
  expect(() => route53AlarmsTemplate(asking(), named)).toThrow(
    'the stack names no health check of www.example.com',
  );
});

test('the estimate bills an alarm for each site, and none where nobody asks', () => {
  const alarms = (config: Config) =>
    estimate(config)
      .sites.flatMap(({ lines }) => lines)
      .filter(({ price }) => price === 'alarms')
      .reduce((sum, { units }) => sum + units, 0);
  expect(alarms(asking())).toBe(2);
  expect(alarms(CONFIG)).toBe(0);
});

test('more alarms than one template holds are refused before anything is deployed', () => {
  const many = (count: number) =>
    asking(
      {},
      Array.from({ length: count }, (_, index) =>
        siteNamed(`shop-${index}.example.com`, BEHIND_LOAD_BALANCER),
      ),
    );
  expect(stackProblems(many(40), null)).toEqual([]);
  const [problem, ...others] = stackProblems(many(80), null);
  expect(problem).toMatch(/^80 sites with alerts\.route53 make a template of up to \d+ bytes/);
  expect(others).toEqual([]);
  const without = { ...many(80), alerts: CONFIG.alerts };
  expect(stackProblems(without, null)).toEqual([]);
});
