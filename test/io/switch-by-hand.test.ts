import { S3Client } from '@aws-sdk/client-s3';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { makePutByHand } from '../../lib/io/switch-by-hand.ts';
import { type Answer, answerInTurn } from './aws-loopback.ts';

const NOTE = {
  site: 'www.example.com',
  by: 'Ada (arn:aws:iam::123456789012:user/ada)',
  at: '2026-11-22T12:00:00.000Z',
  reason: 'the table cannot be read',
};
const TAKEN: Answer = {
  status: 412,
  headers: { 'content-type': 'application/xml' },
  body: '<?xml version="1.0"?><Error><Code>PreconditionFailed</Code><Message>no</Message></Error>',
};

async function withBucket<T>(answers: readonly Answer[], use: (client: S3Client) => Promise<T>) {
  const server = await answerInTurn(answers);
  const client = new S3Client({ ...server.client, forcePathStyle: true });
  const value = await use(client).finally(() => server.close());
  return { value, requests: server.requests };
}

test('the switch is put where there is none, with the words for whoever finds it', async () => {
  const { value, requests } = await withBucket([{ status: 200 }], (client) =>
    makePutByHand(client, 'bucket')(NOTE),
  );
  expect(value).toBe(true);
  expect(requests[0]).toMatchObject({
    method: 'PUT',
    url: expect.stringContaining('/bucket/switch/www.example.com'),
    headers: { 'if-none-match': '*' },
    body: expect.stringContaining('the table cannot be read'),
  });
});

test('a switch that is there already stays', async () => {
  const { value } = await withBucket([TAKEN], (client) => makePutByHand(client, 'bucket')(NOTE));
  expect(value).toBe(false);
});

test('Understudy takes it for an order of a person, not for a leftover of its own', async () => {
  const put = await withBucket([{ status: 200 }], (client) =>
    makePutByHand(client, 'bucket')(NOTE),
  );
  const body = put.requests[0]?.body ?? '';
  const { value } = await withBucket([{ status: 200, body }], (client) =>
    makeSwitch(client, 'bucket').read(NOTE.site),
  );
  expect(value).toMatchObject({ isOurs: false });
});
