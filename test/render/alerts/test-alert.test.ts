import { plusMs } from '../../../lib/core/time.ts';
import { alert } from '../../../lib/render/alerts/alert.ts';
import { withDashboard } from '../../../lib/render/alerts/dashboard-link.ts';
import { mailText, shownAlert } from '../../../lib/render/alerts/mail-text.ts';
import { EXAMPLE } from '../../../lib/render/alerts/samples/example.ts';
import { asTest } from '../../../lib/render/alerts/test-alert.ts';

const { now } = EXAMPLE;
const MESSAGE = alert({
  class: 'outage',
  event: 'opened',
  severity: 'critical',
  site: 'www.example.com',
  thread: 'www.example.com/outage/2026-11-22T03:04:05.000Z',
  now,
  since: now,
  headline: 'visitors get errors',
  visitors: 'Visitors get errors.',
  sure: ['Since a minute.'],
  does: ['It fails over.'],
  can: ['Look:', { command: 'dig +short www.example.com' }],
});
const RUN = { by: 'ada\nmallory', at: plusMs(now, 60_000) };
const URL = 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home#dashboards:name=x';

describe('a test of an alert', () => {
  const test_ = asTest(MESSAGE, RUN);

  test('says so with its first word, and that nothing is wrong with its first line', () => {
    expect(test_.subject).toBe(`TEST ${MESSAGE.subject}`);
    expect(test_.body.split('\n', 1)[0]).toMatch(/^TEST: nothing is wrong\. ada mallory tests/);
    expect(test_.body.endsWith(MESSAGE.body)).toBe(true);
    expect(test_.data.isTest).toBe(true);
  });

  test('takes the way of the real one: the same attributes, to the same filters', () => {
    expect(test_.attributes).toEqual(MESSAGE.attributes);
  });

  test('is neither in the thread of an incident nor in that of another test', () => {
    const later = asTest(MESSAGE, { ...RUN, at: plusMs(RUN.at, 1) });
    const threads = [MESSAGE, test_, later].map(({ data }) => data.thread);
    const ids = [MESSAGE, test_, later].map(({ data }) => data.id);
    expect(new Set(threads).size).toBe(3);
    expect(new Set(ids).size).toBe(3);
  });

  test('keeps its subject within what SNS takes', () => {
    const long = asTest({ ...MESSAGE, subject: 'x'.repeat(99) }, RUN);
    expect(long.subject).toHaveLength(99);
  });
});

describe('the dashboard', () => {
  test('is the first place to look at, before the runbook', () => {
    const { body, data } = withDashboard(MESSAGE, URL);
    expect(body).toBe(
      MESSAGE.body.replace('\ndocs/runbook.md#outage', `\n${URL}\ndocs/runbook.md#outage`),
    );
    expect(data.facts.dashboard).toBe(URL);
  });

  test('is put into the last such section: an answer of the primary may quote the words', () => {
    const body = `quoted\nWHERE TO LOOK\nnowhere\n\n${MESSAGE.body}`;
    const linked = withDashboard({ ...MESSAGE, body }, URL).body;
    expect(linked.startsWith('quoted\nWHERE TO LOOK\nnowhere\n')).toBe(true);
    expect(linked).toContain(`WHERE TO LOOK\n${URL}\ndocs/runbook.md#outage`);
  });

  test.each([
    ['there is none, as in a rehearsal', MESSAGE, null],
    ['the text has no such section', { ...MESSAGE, body: 'words' }, URL],
  ])('changes no text where %s', (_name, message, url) => {
    expect(withDashboard(message, url).body).toBe(message.body);
  });
});

test('a mail is its subject and its body', () => {
  expect(mailText(MESSAGE)).toBe(`Subject: ${MESSAGE.subject}\n\n${MESSAGE.body}\n`);
});

test('a terminal shows how bad it is by colour, and what subscribers filter by', () => {
  const shown = shownAlert(MESSAGE, (style, text) => `<${style}>${text}</>`);
  expect(shown).toContain(`<bad>Subject: ${MESSAGE.subject}</>`);
  expect(shown).toContain('site: www.example.com   event: outage-opened   severity: critical');
  expect(shown).toContain('<strong>WHAT YOU CAN DO</>');
  expect(shown).not.toContain('<strong>Visitors');
});
