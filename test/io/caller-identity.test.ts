import { STSClient } from '@aws-sdk/client-sts';
import { makeAskCallerIdentity } from '../../lib/io/caller-identity.ts';
import { type Answer, answerInTurn } from './aws-loopback.ts';

const xml = (status: number, body: string): Answer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});
const identity = (fields: string): Answer =>
  xml(
    200,
    `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>${fields}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
  );
const refusal = (code: string): Answer =>
  xml(
    403,
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>text of AWS</Message></Error></ErrorResponse>`,
  );

async function ask(answer: Answer) {
  const server = await answerInTurn([answer]);
  const told = makeAskCallerIdentity(new STSClient(server.client))();
  await told.catch(() => undefined);
  await server.close();
  return { told, requests: server.requests };
}

test('AWS tells whose the credentials are', async () => {
  const { told, requests } = await ask(
    identity(
      '<Arn>arn:aws:iam::123456789012:user/ada</Arn><UserId>U</UserId><Account>123456789012</Account>',
    ),
  );
  expect(await told).toEqual({
    arn: 'arn:aws:iam::123456789012:user/ada',
    account: '123456789012',
  });
  expect(requests.map(({ body }) => body)).toEqual([expect.stringContaining('GetCallerIdentity')]);
});

test.each([
  ['names nobody', identity(''), 'the answer names nobody'],
  ['says that they have expired', refusal('ExpiredToken'), 'ExpiredToken, HTTP 403'],
])('an answer that %s is an error', async (_name, answer, text) => {
  const { told } = await ask(answer);
  await expect(told).rejects.toMatchObject({
    name: 'AwsCallError',
    message: expect.stringContaining(text),
  });
});
