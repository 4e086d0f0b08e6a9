import { ALERT_CLASSES } from '../../lib/core/alerts/alert-data.ts';
import { ALERT_DOCUMENT } from '../../lib/io/alert-schema.ts';
import { runCli } from './cli.ts';

jest.setTimeout(30_000);

test('alerts shows every class as its mail, with what subscribers filter by', async () => {
  const { code, stdout, left } = await runCli(['alerts']);
  expect({ code, left }).toEqual({ code: 0, left: [] });
  for (const one of ALERT_CLASSES) {
    expect(stdout).toContain(`event: ${one}-`);
    expect(stdout).toContain(`docs/runbook.md#${one}\n`);
  }
  expect(stdout).toMatch(/^Subject: www\.example\.com OUTAGE 11-22 03:04Z: visitors get errors/m);
  expect(stdout).toContain('.console.aws.amazon.com/cloudwatch/');
});

test('alerts CLASS shows the thread of that class alone', async () => {
  const { stdout } = await runCli(['alerts', 'blind']);
  const events = [...stdout.matchAll(/event: (\S+)/g)].map(([, event]) => event);
  expect(events).toEqual(['blind-opened', 'blind-escalated', 'blind-reminder', 'blind-resolved']);
});

test('alerts --json writes the documents that programs get, one a line', async () => {
  const { stdout } = await runCli(['alerts', 'certificate', '--json']);
  const documents = stdout
    .trim()
    .split('\n')
    .map((line) => ALERT_DOCUMENT.parse(JSON.parse(line)));
  expect(documents.map(({ event }) => event)).toContain('certificate-opened');
});

test('alerts --slack writes what is posted to Slack', async () => {
  const { stdout } = await runCli(['alerts', 'cap', '--slack']);
  const [message] = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(message.blocks[0].type).toBe('header');
});

test.each([
  ['a class that there is not', ['alerts', 'outagee'], 'did you mean outage?'],
  ['two classes', ['alerts', 'outage', 'blind'], 'takes one class'],
  ['two forms', ['alerts', '--json', '--slack'], 'not both'],
])('alerts refuses %s', async (_name, args, why) => {
  const { code, stderr } = await runCli(args);
  expect(code).toBe(1);
  expect(stderr).toContain(why);
});
