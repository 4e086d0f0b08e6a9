import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFailoverEvent } from '../functions/handlers/events.ts';
import { ALERT_CLASSES } from '../lib/core/alerts/alert-data.ts';
import { epochMs } from '../lib/core/time.ts';
import { allSamples } from '../lib/render/alerts/samples/alert-samples.ts';
import { EXAMPLE } from '../lib/render/alerts/samples/example.ts';

const ROOT = join(__dirname, '..');
const runbook = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
const [intro = '', alerts = ''] = runbook.split(/^# Alerts$/m);
const sections = alerts
  .split(/^## /m)
  .slice(1)
  .map((text) => ({ title: text.split('\n', 1)[0] ?? '', text }));
const commandsOf = (text: string): string[] =>
  [...text.matchAll(/```sh\n([^`]+)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

test('every class of alerts has its section, and every section its class', () => {
  expect(sections.map(({ title }) => title)).toEqual(ALERT_CLASSES);
});

test('every alert leads to a section that is there', () => {
  const titles = new Set(sections.map(({ title }) => title));
  const anchors = allSamples(EXAMPLE).map(
    ({ message }) =>
      /docs\/runbook\.md#(\S+)$/.exec(message.body)?.[1] ?? `none: ${message.subject}`,
  );
  expect(anchors.filter((anchor) => !titles.has(anchor))).toEqual([]);
});

test.each(sections.map(({ title, text }) => [title, text]))(
  '%s says what it means, what to do first, when it is over and how to have quiet',
  (_title, text) => {
    expect(text).toContain('**Meaning.**');
    expect(commandsOf(text).length).toBeGreaterThanOrEqual(3);
    expect(text).toContain('**Over when**');
    expect(text).toContain('**Quiet.**');
  },
);

test('an alert that the runbook names is one that is sent', () => {
  const sent = new Set(allSamples(EXAMPLE).map(({ message }) => message.data.event));
  const named = [...alerts.matchAll(/\*([a-z-]+-(?:opened|resolved|on-[a-z]+))\*/g)].map(
    ([, event = '']) => event,
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((event) => !sent.has(event))).toEqual([]);
});

const events = [...runbook.matchAll(/-d '(\{[^']+\})'/g)].map(([, json = '']) => json);
const table = [...intro.matchAll(/`(\{"action":[^`]+\})`/g)]
  .map(([, json = '']) => json)
  .filter((json) => !json.includes(',…'));

test.each([...new Set([...events, ...table])])('the function understands %s', (json) => {
  const caller = { by: 'the runbook', now: epochMs(0) };
  const written = json.replace('"RULE"', '"cooling-down"');
  expect(() => parseFailoverEvent(JSON.parse(written), caller)).not.toThrow();
});
