import { inspect } from 'node:util';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadParameter, makeReadSecret } from '../../lib/io/ssm.ts';
import { answerInTurn } from './aws-loopback.ts';

const NAME = '/understudy/slack-webhook';
const ssm = mockClient(SSMClient);
const readSecret = makeReadSecret(new SSMClient({ region: 'eu-west-1' }));
beforeEach(() => ssm.reset());

test('a secret is read decrypted', async () => {
  ssm.on(GetParameterCommand).resolves({ Parameter: { Value: 'a secret' } });
  expect(await readSecret(NAME)).toBe('a secret');
  expect(ssm.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({
    Name: NAME,
    WithDecryption: true,
  });
});

test('a parameter without a value is an error', async () => {
  ssm.on(GetParameterCommand).resolves({});
  await expect(readSecret(NAME)).rejects.toThrow(
    `ssm:GetParameter on parameter ${NAME} failed: the parameter has no value`,
  );
});

test.each([
  ['ParameterNotFound', 'failed: ParameterNotFound'],
  ['AccessDeniedException', 'was denied: grant it'],
])('over a real connection %s names the parameter', async (code, text) => {
  ssm.restore();
  const server = await answerInTurn([
    {
      status: 400,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ __type: code, message: 'text of AWS' }),
    },
  ]);
  await expect(makeReadSecret(new SSMClient(server.client))(NAME)).rejects.toThrow(
    `ssm:GetParameter on parameter ${NAME} ${text}`,
  );
  await server.close();
});

test.each(['{"Parameter":{"Value":secret}}', 'secret', '["secret"]'])(
  'an answer like %s does not carry the secret into the error',
  async (body) => {
    ssm.restore();
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    const server = await answerInTurn([{ status: 200, headers, body }]);
    const error = await makeReadSecret(new SSMClient(server.client))(NAME).catch(
      (caught) => caught,
    );
    expect(error).toMatchObject({ name: 'AwsCallError' });
    expect(inspect(error, { depth: null })).not.toContain('secret');
    await server.close();
  },
);

describe('looking whether a parameter is there', () => {
  const readParameter = makeReadParameter(new SSMClient({ region: 'eu-west-1' }));
  const overTheWire = async (status: number, body: string) => {
    ssm.restore();
    const headers = { 'content-type': 'application/x-amz-json-1.1' };
    const server = await answerInTurn([{ status, headers, body }]);
    return { read: makeReadParameter(new SSMClient(server.client)), close: server.close };
  };

  test.each([
    ['SecureString', true],
    ['String', false],
    ['StringList', false],
  ] as const)('a %s is secret: %s', async (Type, isSecret) => {
    ssm.on(GetParameterCommand).resolves({ Parameter: { Type, Value: 'a secret' } });
    expect(await readParameter(NAME)).toEqual({ isSecret });
    expect(ssm.commandCalls(GetParameterCommand)[0]?.args[0].input).toEqual({
      Name: NAME,
      WithDecryption: false,
    });
  });

  test('over a real connection one that does not exist is null', async () => {
    const { read, close } = await overTheWire(400, '{"__type":"ParameterNotFound"}');
    expect(await read(NAME)).toBeNull();
    await close();
  });

  test('over a real connection a missing permission is named', async () => {
    const { read, close } = await overTheWire(400, '{"__type":"AccessDeniedException"}');
    await expect(read(NAME)).rejects.toThrow(
      `ssm:GetParameter on parameter ${NAME} was denied: grant it`,
    );
    await close();
  });

  test('an answer that cannot be read does not carry the value into the error', async () => {
    const { read, close } = await overTheWire(200, '{"Parameter":{"Value":secret}}');
    const error = await read(NAME).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ name: 'AwsCallError' });
    expect(inspect(error, { depth: null })).not.toContain('secret');
    await close();
  });
});
