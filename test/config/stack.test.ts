import { parseConfig } from '../../lib/config/parse.ts';
import { resources } from '../../lib/stack/resources.ts';
import { BASE, problemsOf } from './base.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:123456789012:alerts';
const BOUNDARY = 'arn:aws:iam::123456789012:policy/boundary';

/** BASE with this group of its own at the end, on line 22. */
const demanding = (stack: string) => `${BASE}stack: { ${stack} }\n`;
/** BASE with a topic in place of its e-mail address, on line 2. */
const telling = (topic: string) => BASE.replace('email: [ops@example.com]', `topic: ${topic}`);

function read(text: string) {
  const parsed = parseConfig(text, 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return { ...parsed.config, warnings: parsed.warnings };
}

test('tags and a boundary are taken over as they are written', () => {
  const tags = `tags: { team: web shop, "cost:center/2": "1234", owner: ops@example.com }`;
  expect(read(demanding(`${tags}, permissionsBoundary: ${BOUNDARY}`)).stack).toEqual({
    name: 'understudy',
    tags: { team: 'web shop', 'cost:center/2': '1234', owner: 'ops@example.com' },
    permissionsBoundary: BOUNDARY,
  });
});

test.each([
  'arn:aws:iam::aws:policy/PowerUserAccess',
  'arn:aws-cn:iam::123456789012:policy/boundary',
  'arn:aws-us-gov:iam::123456789012:policy/teams/web/boundary',
])('%s can be a boundary', (arn) => {
  expect(read(demanding(`permissionsBoundary: ${arn}`)).stack.permissionsBoundary).toBe(arn);
});

test.each([
  ['tags', 'web', 'web is not a group of tags and their values', '{ team: web }'],
  ['tags.team', '{ team: }', 'has no value', 'for example web'],
  ['tags.team', '{ team: 7 }', '7 is a number, not a text', 'in quotes: "7"'],
  ['tags.team', '{ team: "" }', 'is not a value of a tag', 'for example web'],
  ['tags.team', '{ team: "a$b" }', 'is not a value of a tag', 'for example web'],
  ['tags.team', `{ team: ${'x'.repeat(257)} }`, 'is not a value of a tag', 'for example web'],
  ['tags.te@m', '{ te@m: web }', 'te@m is not a key of a tag', 'cost-center'],
  ['tags.aws:team', '{ "aws:team": web }', 'a tag that AWS writes itself', 'another key'],
  ['tags.Name', '{ Name: web }', 'a tag that Understudy writes itself', 'another key'],
  ['tags.understudy:site', '{ "understudy:site": a }', 'Understudy writes itself', 'another key'],
  ['tags.Team', '{ team: a, Team: b }', 'Team is a tag twice', 'keep one'],
  [
    'tags',
    '{ a: x, b: x, c: x, d: x, e: x, f: x, g: x }',
    'has 7 keys, and 6 are allowed',
    'keep the 6',
  ],
  ['permissionsBoundary', 'boundary', 'boundary is not the ARN of an IAM policy', 'arn:aws:iam::'],
  [
    'permissionsBoundary',
    'arn:aws:iam::123456789012:role/boundary',
    'is a role, and a boundary is a policy',
    ':policy/boundary',
  ],
])('stack.%s: %s is one problem', (path, value, message, instead) => {
  const key = path.split('.')[0];
  expect(problemsOf(demanding(`${key}: ${value}`))).toEqual([
    expect.objectContaining({
      line: 22,
      path: `stack.${path}`,
      message: expect.stringContaining(message),
      instead: expect.stringContaining(instead),
    }),
  ]);
});

test('with six tags a health check has the ten that Route 53 takes', () => {
  const tags = '{ a: x, b: x, c: x, d: x, e: x, f: x }';
  const [site] = Object.values(resources(read(demanding(`tags: ${tags}`)))).filter(
    ({ Type }) => Type === 'AWS::Route53::HealthCheck',
  );
  const ofEveryStack = ['understudy:stage', 'STAGE'];
  expect(site?.Properties.HealthCheckTags).toHaveLength(10 - ofEveryStack.length);
});

test('a topic of somebody else stands in place of one of the stack', () => {
  const { alerts, warnings } = read(telling(TOPIC));
  expect(alerts).toMatchObject({ topicArn: TOPIC, email: [] });
  expect(warnings).toEqual([]);
  const alone = telling(TOPIC).replace(/^ {2}slack:.*\n/m, '');
  expect(read(alone).warnings).toEqual([]);
});

test.each([
  ['a name', 'alerts', 'alerts is not the ARN of an SNS topic', 'arn:aws:sns:'],
  [
    'a queue',
    'arn:aws:sqs:eu-west-1:123456789012:alerts',
    'is not the ARN of an SNS topic',
    'arn:aws:sns:',
  ],
  ['a FIFO topic', `${TOPIC}.fifo`, 'is a FIFO topic', 'a standard topic'],
  [
    'a subscription',
    `${TOPIC}:0f2b1b1e-2f4c-4f0a-9d11-6f5d2f0c1a2b`,
    'a subscription of a topic',
    `write ${TOPIC}`,
  ],
  [
    'a topic in another region',
    TOPIC.replace('eu-west-1', 'us-east-2'),
    'the topic is in us-east-2, and the stack stands in eu-west-1',
    'a topic in eu-west-1',
  ],
])('%s is no topic for alerts', (_sentence, topic, message, instead) => {
  expect(problemsOf(telling(topic))).toEqual([
    expect.objectContaining({
      line: 2,
      path: 'alerts.topic',
      message: expect.stringContaining(message),
      instead: expect.stringContaining(instead),
    }),
  ]);
});

test('the subscribers of a topic of somebody else are not in the file, and the way to make one is told', () => {
  const both = BASE.replace('email:', `topic: ${TOPIC}\n  email:`);
  expect(problemsOf(both)).toEqual([
    expect.objectContaining({
      line: 3,
      path: 'alerts.email',
      message: 'the stack subscribes nobody to a topic that it did not make',
      instead: expect.stringContaining(
        `aws sns subscribe --region eu-west-1 --topic-arn ${TOPIC} --protocol email --notification-endpoint ops@example.com`,
      ),
    }),
  ]);
});

test.each([
  ['', false],
  ['      existing: false\n', false],
  ['      existing: true\n', true],
])('with %j the bucket is there already: %s', (line, isExisting) => {
  const text = BASE.replace('      region:', `${line}      region:`);
  expect(read(text).sites[0]?.secondary.isExisting).toBe(isExisting);
});

test('whether a bucket is there already is true or false', () => {
  expect(problemsOf(BASE.replace('      region:', '      existing: maybe\n      region:'))).toEqual(
    [
      expect.objectContaining({
        line: 15,
        path: 'sites[0].secondary.existing',
        message: 'maybe is not true or false',
        instead: 'write for example false',
      }),
    ],
  );
});
