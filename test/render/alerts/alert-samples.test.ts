import { execFileSync } from 'node:child_process';
import { parseFailoverEvent } from '../../../functions/handlers/events.ts';
import { ALERT_CLASSES } from '../../../lib/core/alerts/alert-data.ts';
import { alertDocument } from '../../../lib/core/alerts/alert-document.ts';
import { INCIDENT_CLASSES, type IncidentClass } from '../../../lib/core/alerts/incident-class.ts';
import { ALERT_DOCUMENT } from '../../../lib/io/alert-schema.ts';
import { alertSamples, allSamples } from '../../../lib/render/alerts/samples/alert-samples.ts';
import { EXAMPLE } from '../../../lib/render/alerts/samples/example.ts';
import { sampleName } from '../../../lib/render/alerts/samples/setting.ts';
import { asTest } from '../../../lib/render/alerts/test-alert.ts';

const SAMPLES = alertSamples(EXAMPLE);
const named = allSamples(EXAMPLE).map((sample) => [sampleName(sample), sample.message] as const);
const messages = named.map(([, message]) => message);
const RUN = { by: 'ada', at: EXAMPLE.now };

const HEADINGS = [
  'SINCE WHEN AND HOW SURE',
  'WHAT UNDERSTUDY DOES',
  'WHAT YOU CAN DO',
  'WHERE TO LOOK',
];
const isHeading = (line: string) => /^[A-Z][A-Z ]{5,}$/.test(line);
const commandsOf = (body: string): string[] =>
  body
    .split('\n')
    .filter((line, index, all) => isCommandAt(line, all.slice(0, index)))
    .map((line) => line.trim());
/** Two spaces begin a command, unless the line goes on with a list item above it. */
const isCommandAt = (line: string, above: readonly string[]): boolean => {
  const latest = above.findLast((each) => !each.startsWith('  '));
  return line.startsWith('  ') && !(latest ?? '').startsWith('- ');
};

describe('there is an example', () => {
  test.each(ALERT_CLASSES)('of class %s', (one) => {
    expect(SAMPLES[one].length).toBeGreaterThan(0);
    expect(SAMPLES[one].every(({ message }) => message.data.class === one)).toBe(true);
  });

  test.each(Object.keys(INCIDENT_CLASSES) as IncidentClass[])(
    'of each event that an incident of class %s can have',
    (one) => {
      const events = new Set(SAMPLES[one].map(({ message }) => message.data.event));
      const { severity, tellsEnd, isRepeated } = INCIDENT_CLASSES[one];
      const expected = [
        'opened',
        ...(isRepeated ? ['reminder'] : []),
        ...(isRepeated && severity === 'critical' ? ['escalated'] : []),
        ...(tellsEnd ? ['resolved'] : []),
      ];
      expect([...events]).toEqual(
        expect.arrayContaining(expected.map((event) => `${one}-${event}`)),
      );
      expect(events.has(`${one}-resolved`)).toBe(tellsEnd);
    },
  );

  test('under a name of its own', () => {
    expect(new Set(named.map(([name]) => name)).size).toBe(named.length);
  });
});

describe.each(named)('%s', (_name, message) => {
  const { subject, body, data, attributes } = message;
  const lines = body.split('\n');

  test('has a subject that SNS takes', () => {
    expect(subject).toMatch(/^[!-~][ -~]{0,98}$/);
  });

  test('fits a mail program: only commands and addresses of pages are longer than 72', () => {
    const long = lines.filter(
      (line) => line.length > 72 && !/^ {2}\S/.test(line) && !line.startsWith('https://'),
    );
    expect(long).toEqual([]);
  });

  test('answers in the order in which people ask, after what visitors experience', () => {
    const headings = lines.filter(isHeading);
    expect(headings).toEqual(HEADINGS.filter((one) => headings.includes(one)));
    expect(headings.at(-1)).toBe('WHERE TO LOOK');
    expect(isHeading(lines[0] ?? '')).toBe(false);
    expect(lines[0]?.length).toBeGreaterThan(10);
  });

  test('has no trace of a value that was not there', () => {
    expect(`${subject}\n${body}`.replaceAll('/dev/null', '')).not.toMatch(
      /\b(undefined|null|NaN)\b|\[object|\bInvalid Date\b| {2},|\(\)/,
    );
  });

  test('tells times as people read them', () => {
    const prose = lines.filter((line) => !line.startsWith('  ')).join('\n');
    expect(prose).not.toMatch(/\d{4}-\d\d-\d\dT\d\d:/);
  });

  test('has commands that a shell and the function understand', () => {
    const commands = commandsOf(body);
    expect(() => execFileSync('sh', ['-n'], { input: commands.join('\n') })).not.toThrow();
    const caller = { by: 'somebody', now: EXAMPLE.now };
    for (const command of commands) {
      if (!command.includes('sls invoke')) continue;
      const [, json = ''] = /^npx sls invoke -f failover -d '(.*)'$/.exec(command) ?? [];
      expect(() => parseFailoverEvent(JSON.parse(json), caller)).not.toThrow();
    }
  });

  test('tells machines the same as people', () => {
    expect(ALERT_DOCUMENT.safeParse(alertDocument(message)).error).toBeUndefined();
    expect(attributes).toEqual({ site: data.site, event: data.event, severity: data.severity });
    expect(data.isTest).toBe(false);
  });

  test('says with its first word whether it is a drill or a test', () => {
    expect(subject.startsWith('DRILL ')).toBe(data.isDrill);
    expect(asTest(message, RUN).subject).toMatch(/^TEST /);
    expect(asTest(message, RUN).body).toMatch(/^TEST: nothing is wrong\./);
  });

  test('asks nobody to act once it is over', () => {
    if (data.event.endsWith('-resolved')) expect(data.severity).toBe('info');
  });
});

test('messages of one thread begin with the same words', () => {
  const firstWords = (subject: string) => subject.slice(0, subject.indexOf(': '));
  const threads = Map.groupBy(messages, ({ data }) => data.thread);
  const words = [...threads.values()].map(
    (ones) => new Set(ones.map(({ subject }) => firstWords(subject))),
  );
  expect(words.filter((each) => each.size !== 1)).toEqual([]);
  const longest = Math.max(...[...threads.values()].map((ones) => ones.length));
  expect(longest).toBeGreaterThanOrEqual(4);
});

test('no two messages have one ID', () => {
  const ids = messages.map(({ data }) => data.id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  expect(ids.filter((id) => /NaN|undefined|null/.test(id))).toEqual([]);
});
