import { ListHealthChecksCommand, type Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { makeAssumeRole } from '../../lib/io/assumed-role.ts';
import { makeListHealthChecks } from '../../lib/io/route53.ts';
import { makeRoute53As } from '../../lib/io/route53-as-role.ts';
import { type Answer, answerInTurn, listen } from './aws-loopback.ts';
import { freshPace } from './route53-support.ts';

const ROLE = 'arn:aws:iam::210987654321:role/understudy-zone';
const XML = { 'content-type': 'text/xml' };

const lent = (expiration: string, key = 'KEY-OF-THE-ROLE'): Answer => ({
  status: 200,
  headers: XML,
  body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
});
const farAway = () => new Date(Date.now() + 3_600_000).toISOString();
const inAMinute = () => new Date(Date.now() + 60_000).toISOString();
const refused: Answer = {
  status: 403,
  headers: XML,
  body: '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>',
};
const NO_CHECKS =
  '<ListHealthChecksResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HealthChecks></HealthChecks><IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></ListHealthChecksResponse>';

async function assume(answer: Answer) {
  const server = await answerInTurn([answer]);
  const client = new STSClient(server.client);
  const credentials = makeAssumeRole(client, ROLE)();
  await credentials.catch(() => undefined);
  client.destroy();
  await server.close();
  return { credentials, asked: new URLSearchParams(server.requests[0]?.body) };
}

test('a role lends its credentials until they expire, under a name that its account can find', async () => {
  const { credentials, asked } = await assume(lent('2026-11-23T04:00:00Z'));
  expect(await credentials).toEqual({
    accessKeyId: 'KEY-OF-THE-ROLE',
    secretAccessKey: 'secret',
    sessionToken: 'token',
    expiration: new Date('2026-11-23T04:00:00Z'),
  });
  expect(asked.get('RoleArn')).toBe(ROLE);
  expect(asked.get('RoleSessionName')).toBe('understudy');
});

test.each<[string, Answer, string]>([
  [
    'refuses',
    refused,
    `sts:AssumeRole on ${ROLE}, whose trust policy must let this caller in, was denied`,
  ],
  ['names none', { status: 200, headers: XML, body: '<AssumeRoleResponse/>' }, 'no credentials'],
])('an answer that %s is an error that names the role', async (_name, answer, text) => {
  const { credentials } = await assume(answer);
  await expect(credentials).rejects.toMatchObject({
    name: 'AwsCallError',
    action: 'sts:AssumeRole',
    message: expect.stringContaining(text),
  });
});

/** Route 53 as the role, on a server that is STS, too; `keys` are those that Route 53 was asked with. */
async function asRole(lend: () => Answer) {
  let assumed = 0;
  const keys: string[] = [];
  const server = await listen((request, response) => {
    const authorization = request.headers.authorization ?? '';
    const isSts = authorization.includes('/sts/aws4_request');
    if (isSts) assumed += 1;
    else keys.push(/Credential=([^/]+)\//.exec(authorization)?.[1] ?? '');
    const { status, headers, body } = isSts
      ? lend()
      : { status: 200, headers: XML, body: NO_CHECKS };
    request.resume().on('end', () => response.writeHead(status, headers).end(body));
  });
  const client: Route53Client = makeRoute53As(server.client)(ROLE);
  const close = async () => {
    client.destroy();
    await server.close();
  };
  return { client, keys, close, assumed: () => assumed };
}

test.each<[string, readonly Answer[]]>([
  ['once, while they last', [lent(farAway(), 'LAST')]],
  [
    'again, when less than five minutes of them are left',
    [lent(inAMinute(), 'FIRST'), lent(farAway(), 'LAST')],
  ],
])('credentials are asked for %s', async (_name, answers) => {
  const left = [...answers];
  const { client, keys, close, assumed } = await asRole(() => left.shift() ?? refused);
  for (let call = 0; call < 3; call += 1) await client.send(new ListHealthChecksCommand({}));
  await close();
  expect(keys.slice(1)).toEqual(['LAST', 'LAST']);
  expect(assumed()).toBe(answers.length);
});

test('nobody is asked before the first call, and a role that is refused is what people are told of', async () => {
  const { client, keys, close, assumed } = await asRole(() => refused);
  expect(assumed()).toBe(0);
  await expect(makeListHealthChecks(client, freshPace())()).rejects.toMatchObject({
    action: 'sts:AssumeRole',
    code: 'AccessDenied',
  });
  await close();
  expect(keys).toEqual([]);
});
