import { MockAgent } from 'undici';
import { makeOpenWebhook } from '../../lib/io/slack-webhook.ts';

const ORIGIN = 'https://hooks.slack.com';
const PATH = '/services/T000/B000/s3cr3t';
const URL = `${ORIGIN}${PATH}`;

let agent: MockAgent;
let slept: number[];

beforeEach(() => {
  agent = new MockAgent();
  agent.disableNetConnect();
  slept = [];
});
afterEach(() => agent.close());

const answer = (status: number, body = '', headers: Record<string, string> = {}) =>
  agent.get(ORIGIN).intercept({ path: PATH, method: 'POST' }).reply(status, body, { headers });

const channel = (url = URL) =>
  makeOpenWebhook({
    dispatcher: agent,
    sleep: async (durationMs) => {
      slept.push(durationMs);
    },
  })(url);
const post = (url?: string) => channel(url).post({ text: 'hello' }, null);

const problem = (url?: string): Promise<Error> =>
  post(url).then(
    () => Promise.reject(new Error('the message was taken')),
    (error: Error) => error,
  );

test('posts the payload as JSON', async () => {
  const sent: unknown[] = [];
  agent
    .get(ORIGIN)
    .intercept({ path: PATH, method: 'POST' })
    .reply(200, ({ body, headers }) => {
      sent.push(body, new Headers(headers as Record<string, string>).get('content-type'));
      return 'ok';
    });
  await post();
  expect(sent).toEqual(['{"text":"hello"}', 'application/json; charset=utf-8']);
});

test('a message has no name, and nothing can take its place', async () => {
  answer(200, 'ok');
  expect(await channel().post({ text: 'hello' }, { to: 'first', isLoud: true })).toBeNull();
  expect(channel().replace).toBeNull();
});

test('waits as long as Slack asks, twice', async () => {
  answer(429, '', { 'retry-after': '3' });
  answer(429, '', { 'retry-after': '1' });
  answer(200, 'ok');
  await post();
  expect(slept).toEqual([3_000, 1_000]);
});

test('gives up at the third 429', async () => {
  for (let attempt = 0; attempt < 3; attempt++) answer(429, '', { 'retry-after': '1' });
  expect((await problem()).message).toBe(
    'Slack did not take the message: status 429, to be tried after 1 s',
  );
  expect(slept).toEqual([1_000, 1_000]);
});

test('does not wait longer than the function has', async () => {
  answer(429, '', { 'retry-after': '600' });
  expect((await problem()).message).toContain('to be tried after 600 s');
  expect(slept).toEqual([]);
});

test.each([
  ['nothing', {}],
  ['a date', { 'retry-after': 'Sun, 22 Nov 2026 18:05:09 GMT' }],
  ['less than nothing', { 'retry-after': '-5' }],
])('waits for a second when Slack says %s', async (_name, headers) => {
  answer(429, '', headers);
  answer(200, 'ok');
  await post();
  expect(slept).toEqual([1_000]);
});

test('tries a 5xx once more', async () => {
  answer(503);
  answer(200, 'ok');
  await post();
  expect(slept).toEqual([1_000]);
  answer(500);
  answer(502);
  expect((await problem()).message).toBe('Slack did not take the message: status 502');
});

test.each([
  [404, 'no_service', 'status 404 (no_service)'],
  [400, 'invalid_payload', 'status 400 (invalid_payload)'],
  [403, `<p>${URL}</p>`, 'status 403'],
  [300, '', 'status 300'],
  [302, '', 'status 302'],
])('%d %s is an error, at once', async (status, body, text) => {
  answer(status, body);
  expect(await problem()).toMatchObject({
    name: 'SlackError',
    message: `Slack did not take the message: ${text}`,
    status,
  });
  expect(slept).toEqual([]);
});

test.each([
  [
    'nobody answers',
    URL,
    () => {
      agent
        .get(ORIGIN)
        .intercept({ path: PATH, method: 'POST' })
        .replyWithError(Object.assign(new Error(`connect to ${URL}`), { code: 'ECONNREFUSED' }));
    },
  ],
  ['the path is not expected', URL, () => undefined],
  ['the URL is none', 's3cr3t nonsense', () => undefined],
])('no error gives the secret away: %s', async (_name, url, arrange) => {
  arrange();
  const error = await problem(url);
  expect(error.name).toBe('SlackError');
  expect(`${error.stack}${JSON.stringify(error)}${String(error.cause)}`).not.toContain('s3cr3t');
});

test('says why nobody answered', async () => {
  agent
    .get(ORIGIN)
    .intercept({ path: PATH, method: 'POST' })
    .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
  expect((await problem()).message).toBe(
    'Slack did not take the message: no answer (ECONNREFUSED)',
  );
});
