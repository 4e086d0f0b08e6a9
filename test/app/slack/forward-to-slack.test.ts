import fc from 'fast-check';
import { forwardToSlack } from '../../../lib/app/slack/forward-to-slack.ts';
import type { SnsRecord } from '../../../lib/app/slack/parse-sns-event.ts';
import { alertDocument } from '../../../lib/core/alerts/alert-document.ts';
import type { AlertParts } from '../../../lib/render/alerts/alert.ts';
import { outageMessage } from '../../fixtures/message.ts';
import { type Fault, makeFakeSlack } from '../../support/fake-slack.ts';

type Slack = ReturnType<typeof makeFakeSlack>;

const record = (change: Partial<AlertParts> = {}): SnsRecord => ({
  messageId: 'm',
  subject: null,
  message: JSON.stringify(alertDocument(outageMessage(change))),
  attributes: {},
});
/** One message of the incident, by its event and as its headline. */
const said = (event: string, more: Partial<AlertParts> = {}) =>
  record({ event, headline: event, ...more });
const forward = (slack: Slack, ...records: readonly SnsRecord[]) =>
  forwardToSlack(slack.deps, '/slack', records);
const headlines = ({ posted }: Slack) => posted.map(({ subject }) => subject.split(': ').at(-1));
const logged = ({ lines }: Slack) => lines.map(({ message }) => message);

test('each record is posted, in order', async () => {
  const slack = makeFakeSlack('webhook');
  expect(await forward(slack, said('opened'), said('resolved'))).toEqual({ forwarded: 2 });
  expect(headlines(slack)).toEqual(['opened', 'resolved']);
  expect(logged(slack)).toEqual(['forwarded', 'forwarded']);
});

test('a message that Slack refuses keeps none of the others back, and is an error in the end', async () => {
  const slack = makeFakeSlack();
  slack.fail({ at: 'before', step: 'post' });
  await expect(forward(slack, said('opened'), said('worse'))).rejects.toThrow('post failed');
  expect(headlines(slack)).toEqual(['worse']);
  expect(slack.lines).toContainEqual({
    message: 'not forwarded',
    id: 'm',
    error: 'Error: post failed',
  });
});

describe('each message once', () => {
  test('when SNS brings it again', async () => {
    const slack = makeFakeSlack();
    await forward(slack, said('opened'));
    slack.wait(86_400_000);
    expect(await forward(slack, said('opened'))).toEqual({ forwarded: 0 });
    expect(headlines(slack)).toEqual(['opened']);
    expect(slack.lines.at(-1)).toMatchObject({ message: 'not forwarded again', why: 'posted' });
  });

  test('when two copies come at the same moment', async () => {
    const slack = makeFakeSlack();
    const both = await Promise.all([
      forward(slack, said('opened')),
      forward(slack, said('opened')),
    ]);
    expect(both.map(({ forwarded }) => forwarded).sort()).toEqual([0, 1]);
    expect(headlines(slack)).toEqual(['opened']);
  });

  test('and again once whoever began with it must have ended', async () => {
    const slack = makeFakeSlack();
    slack.fail({ at: 'before', step: 'post' });
    await expect(forward(slack, said('opened'))).rejects.toThrow('post failed');
    slack.wait(44_000);
    expect(await forward(slack, said('opened'))).toEqual({ forwarded: 0 });
    slack.wait(1_000);
    expect(await forward(slack, said('opened'))).toEqual({ forwarded: 1 });
  });

  test.each([
    ['load posting', 1],
    ['save posting', 1],
  ] as const)('a memory that fails at "%s" stops no alert', async (step, forwarded) => {
    const slack = makeFakeSlack();
    slack.fail({ at: 'before', step });
    expect(await forward(slack, said('opened'))).toEqual({ forwarded });
    expect(headlines(slack)).toEqual(['opened']);
    expect(logged(slack)).toContain('slack memory failed');
  });
});

describe('a thread', () => {
  const incident = async (slack: Slack) => {
    await forward(slack, said('opened'));
    await forward(slack, said('reminder', { severity: 'warning' }));
    await forward(slack, said('resolved', { severity: 'info' }));
  };

  test('has the messages of one incident, of which all but quiet reminders are shown to all', async () => {
    const slack = makeFakeSlack();
    await incident(slack);
    expect(slack.posted.map(({ replyTo, isLoud }) => [replyTo, isLoud])).toEqual([
      [null, false],
      ['1.0', false],
      ['1.0', true],
    ]);
  });

  test('that is over shows so in its first message, and not before', async () => {
    const slack = makeFakeSlack();
    await forward(slack, said('opened'));
    await forward(slack, said('worse'));
    expect(slack.posted[0]?.subject).toMatch(/^www/);
    await forward(slack, said('resolved'));
    expect(slack.posted[0]?.subject).toMatch(/^OVER: www\.example\.com OUTAGE/);
  });

  test('is not that of another incident', async () => {
    const slack = makeFakeSlack();
    await forward(slack, said('opened'));
    await forward(slack, said('opened', { thread: 'www.example.com/outage/later' }));
    expect(slack.posted.map(({ replyTo }) => replyTo)).toEqual([null, null]);
  });

  test('needs names, which a webhook does not give', async () => {
    const slack = makeFakeSlack('webhook');
    await incident(slack);
    expect(slack.posted.map(({ replyTo }) => replyTo)).toEqual([null, null, null]);
    expect(slack.posted[0]?.subject).toMatch(/^www/);
  });

  test.each(['save thread', 'replace', 'load thread'] as const)(
    'that fails at "%s" loses no message and sends none twice',
    async (step) => {
      const slack = makeFakeSlack();
      slack.fail({ at: 'before', step });
      await incident(slack);
      expect(slack.posted).toHaveLength(3);
      expect(logged(slack)).toContain(
        step === 'load thread' ? 'slack memory failed' : 'thread not kept',
      );
    },
  );
});

/*
 * SNS brings each message at least once, in any order, and the function ends anywhere; Lambda tries again after a
 * minute. Whatever happens: nothing is lost, and twice comes only what a fault made uncertain.
 */
test('every message arrives, and twice only where nobody could know that it had', async () => {
  const EVENTS = ['opened', 'worse', 'reminder', 'resolved'];
  const fault = fc.record<Fault>({
    at: fc.constantFrom('before', 'after'),
    step: fc.constantFrom(
      'load posting',
      'save posting',
      'load thread',
      'save thread',
      'post',
      'replace',
    ),
  });
  const delivery = fc.record({
    event: fc.constantFrom(...EVENTS),
    faults: fc.oneof(
      { weight: 3, arbitrary: fc.constant<Fault[]>([]) },
      { weight: 1, arbitrary: fc.array(fault, { minLength: 1, maxLength: 3 }) },
    ),
    waitMs: fc.constantFrom(0, 60_000),
  });
  const seen = { twice: 0, retried: 0, onceOnly: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(delivery, { minLength: 10, maxLength: 40 }), async (deliveries) => {
      const slack = makeFakeSlack();
      const uncertain = new Set<string>();
      for (const { event, faults, waitMs } of deliveries) {
        slack.wait(waitMs);
        slack.fail(...faults);
        if (faults.some(({ step }) => step.endsWith('posting') || step === 'post'))
          uncertain.add(event);
        for (let tries = 0; tries < 5 && !(await succeeds(slack, event)); tries += 1) {
          seen.retried += 1;
          slack.wait(60_000);
        }
      }
      const sent = new Set(deliveries.map(({ event }) => event));
      for (const event of sent) {
        const times = slack.posted.filter(({ subject }) => subject.endsWith(`: ${event}`)).length;
        expect(times).toBeGreaterThanOrEqual(1);
        if (!uncertain.has(event)) expect(times).toBe(1);
        if (times > 1) seen.twice += 1;
        else seen.onceOnly += 1;
      }
    }),
    { numRuns: 300 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
});

const succeeds = (slack: Slack, event: string): Promise<boolean> =>
  forward(slack, said(event)).then(
    () => true,
    () => false,
  );
