import { Agent } from 'node:http';
import { S3ControlClient } from '@aws-sdk/client-s3-control';
import { makeReadAccountBlock } from '../../lib/io/s3-account-block.ts';
import { answerInTurn } from './aws-loopback.ts';

const ACCOUNT = '123456789012';

async function readWith(status: number, body: string) {
  const server = await answerInTurn([{ status, body: `<?xml version="1.0"?>${body}` }]);
  const { port } = new URL(server.client.endpoint);
  const client = new S3ControlClient({
    ...server.client,
    // The account's ID becomes a part of the host name, which only our own lookup knows.
    endpoint: `http://s3-control.test:${port}`,
    requestHandler: {
      httpAgent: new Agent({
        lookup: (_name, _options, found) => found(null, [{ address: '127.0.0.1', family: 4 }]),
      }),
    },
  });
  const block = await makeReadAccountBlock(client, ACCOUNT)().catch(
    (error: Error) => error.message,
  );
  client.destroy();
  await server.close();
  return { block, requests: server.requests };
}

const settings = (text: string) =>
  `<PublicAccessBlockConfiguration>${text}</PublicAccessBlockConfiguration>`;

test.each([
  ['BlockPublicPolicy', true],
  ['RestrictPublicBuckets', true],
  ['BlockPublicAcls', false],
])('an account with %s alone blocks public policies: %s', async (setting, isBlocked) => {
  const { block, requests } = await readWith(200, settings(`<${setting}>true</${setting}>`));
  expect(block).toBe(isBlocked);
  expect(requests[0]?.headers['x-amz-account-id']).toBe(ACCOUNT);
});

test('an account that never set any blocks nothing', async () => {
  const body =
    '<Error><Code>NoSuchPublicAccessBlockConfiguration</Code><Message>no</Message></Error>';
  expect((await readWith(404, body)).block).toBe(false);
});

test('without the permission it is named', async () => {
  const body = '<Error><Code>AccessDenied</Code><Message>no</Message></Error>';
  expect((await readWith(403, body)).block).toMatch(
    `s3:GetAccountPublicAccessBlock on account ${ACCOUNT} was denied`,
  );
});

test('without an account nobody is asked', async () => {
  const client = new S3ControlClient({ region: 'eu-west-1' });
  await expect(makeReadAccountBlock(client, null)()).rejects.toThrow('the account is not known');
});
