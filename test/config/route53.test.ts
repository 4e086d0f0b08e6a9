import { parseConfig } from '../../lib/config/parse.ts';
import { BASE, problemsOf } from './base.ts';

const EMAIL = '  email: [ops@example.com]\n';
const alerting = (alerts: string, base = BASE) => base.replace(EMAIL, `${alerts}\n`);
const elsewhere = (region: string) => BASE.replaceAll('eu-west-1', region);

function read(text: string) {
  const parsed = parseConfig(text, 'sites.yml');
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed;
}
const warningsAt = (text: string) =>
  read(text).warnings.filter(({ path }) => path === 'alerts.route53');

test("alarms on Route 53's own metric are made where somebody asks for them", () => {
  expect(read(BASE).config.alerts.route53).toBe(false);
  const asked = alerting(`${EMAIL}  route53: true`);
  expect(read(asked).config.alerts.route53).toBe(true);
  expect(warningsAt(asked)).toEqual([]);
});

test.each(['cn-north-1', 'us-gov-west-1'])(
  'a stack in %s is told that us-east-1 is out of its reach',
  (region) => {
    expect(problemsOf(alerting(`${EMAIL}  route53: true`, elsewhere(region)))).toContainEqual(
      expect.objectContaining({
        path: 'alerts.route53',
        message: expect.stringContaining(`a stack in ${region} cannot reach us-east-1`),
      }),
    );
    expect(read(elsewhere(region)).config.alerts.route53).toBe(false);
  },
);

test('whoever brings a topic is told that its readers do not read those alarms', () => {
  const topic = (region: string) => `  topic: arn:aws:sns:${region}:123456789012:alerts`;
  expect(warningsAt(alerting(`${topic('eu-west-1')}\n  route53: true`))).toEqual([
    expect.objectContaining({ message: expect.stringContaining('subscribes nobody by mail') }),
  ]);
  expect(warningsAt(alerting(topic('eu-west-1')))).toEqual([]);
  expect(
    warningsAt(alerting(`${topic('us-east-1')}\n  route53: true`, elsewhere('us-east-1'))),
  ).toEqual([]);
});
