import { MockAgent } from 'undici';
import { makeOpenBot } from '../../lib/io/slack-bot.ts';

const ORIGIN = 'https://slack.com';
const TOKEN = 'xoxb-s3cr3t';

let agent: MockAgent;
let slept: number[];
/** Each call as `method token` and what it carried. */
let calls: [string, object][];

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  slept = [];
  calls = [];
});
afterEach(() => agent.close());

const bot = () =>
  makeOpenBot(
    {
      dispatcher: agent,
      sleep: async (durationMs) => {
        slept.push(durationMs);
      },
    },
    'C0123456789',
  )(TOKEN);

function answer(method: string, body: object | string, status = 200, headers = {}): void {
  agent
    .get(ORIGIN)
    .intercept({ path: `/api/${method}`, method: 'POST' })
    .reply(
      status,
      ({ body: sent, headers: given }) => {
        const { authorization } = given as Record<string, string>;
        calls.push([`${method} ${authorization}`, JSON.parse(`${sent}`)]);
        return typeof body === 'string' ? body : JSON.stringify(body);
      },
      { headers },
    );
}
const POST = 'chat.postMessage';
const PAYLOAD = { text: 'hello' };

const problem = (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error('the message was taken')),
    (error: Error) => error,
  );

test('a message has the name that Slack gives it', async () => {
  answer(POST, { ok: true, ts: '1700000000.000100' });
  expect(await bot().post(PAYLOAD, null)).toBe('1700000000.000100');
  expect(calls).toEqual([
    [
      `${POST} Bearer ${TOKEN}`,
      { channel: 'C0123456789', text: 'hello', unfurl_links: false, unfurl_media: false },
    ],
  ]);
});

test.each([true, false])('a reply goes to the first message (shown to all: %s)', async (isLoud) => {
  answer(POST, { ok: true, ts: '2.0' });
  expect(await bot().post(PAYLOAD, { to: '1.0', isLoud })).toBe('2.0');
  expect(calls[0]?.[1]).toMatchObject({ thread_ts: '1.0', reply_broadcast: isLoud });
});

test('where the first message is gone, the reply stands alone', async () => {
  answer(POST, { ok: false, error: 'thread_not_found' });
  answer(POST, { ok: true, ts: '3.0' });
  expect(await bot().post(PAYLOAD, { to: '1.0', isLoud: true })).toBe('3.0');
  expect(calls[1]?.[1]).not.toHaveProperty('thread_ts');
});

test('a message can be put in the place of another', async () => {
  answer('chat.update', { ok: true, ts: '1.0' });
  await bot().replace?.('1.0', PAYLOAD);
  expect(calls).toEqual([
    [`chat.update Bearer ${TOKEN}`, { channel: 'C0123456789', ts: '1.0', text: 'hello' }],
  ]);
});

test('waits as long as Slack asks', async () => {
  answer(POST, { ok: false, error: 'ratelimited' }, 429, { 'retry-after': '3' });
  answer(POST, { ok: true, ts: '1.0' });
  await bot().post(PAYLOAD, null);
  expect(slept).toEqual([3_000]);
});

test.each([
  ['invalid_auth', /invalid_auth: the token is not valid; put the bot's token/],
  ['channel_not_found', /channel_not_found: check the ID under alerts\.slack\.channel/],
  ['not_in_channel', /invite the bot to that channel$/],
  ['missing_scope', /the scope chat:write/],
  ['invalid_blocks', /^Slack did not take the message: invalid_blocks$/],
])('%s says what to do, once, also for a reply to what is there', async (word, text) => {
  answer(POST, { ok: false, error: word });
  const error = await problem(bot().post(PAYLOAD, null));
  expect(error).toMatchObject({ name: 'SlackError', word, status: 200 });
  expect(error.message).toMatch(text);
});

test('a reply that is refused for a reason that a person can mend is not sent again', async () => {
  answer(POST, { ok: false, error: 'is_archived' });
  const error = await problem(bot().post(PAYLOAD, { to: '1.0', isLoud: true }));
  expect(error.message).toContain('the channel is archived');
  expect(calls).toHaveLength(1);
});

test.each([
  ['no JSON', '<html>'],
  ['null', 'null'],
  ['words that are no word of Slack', JSON.stringify({ ok: false, error: `bad ${TOKEN}` })],
  ['nothing but a yes that is none', JSON.stringify({ ok: 'true' })],
])('an answer with %s is an error that quotes nothing', async (_name, body) => {
  answer(POST, body);
  const error = await problem(bot().post(PAYLOAD, { to: '1.0', isLoud: true }));
  expect(error.message).toBe('Slack did not take the message: its answer could not be read');
});

test.each([
  [
    'nobody answers',
    () =>
      agent
        .get(ORIGIN)
        .intercept({ path: `/api/${POST}`, method: 'POST' })
        .replyWithError(Object.assign(new Error(`Bearer ${TOKEN}`), { code: 'ECONNRESET' })),
  ],
  ['the request is not expected', () => undefined],
])('no error gives the token away: %s', async (_name, arrange) => {
  arrange();
  const error = await problem(bot().post(PAYLOAD, null));
  expect(error.name).toBe('SlackError');
  expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('s3cr3t');
});
