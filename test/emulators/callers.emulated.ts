import { Agent } from 'node:http';
import type { LookupFunction } from 'node:net';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  DeletePublicAccessBlockCommand,
  PutPublicAccessBlockCommand,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { STSClient } from '@aws-sdk/client-sts';
import { makeAskCallerIdentity } from '../../lib/io/caller-identity.ts';
import { makeAskFailover, makeInvokeFailover } from '../../lib/io/lambda.ts';
import { makeReadAccountBlock } from '../../lib/io/s3-account-block.ts';
import { describeOn, uniqueName } from './on.ts';
import { storedZip } from './stored-zip.ts';

const toLoopback: LookupFunction = (_name, { all }, callback) =>
  all === true
    ? callback(null, [{ address: '127.0.0.1', family: 4 }])
    : callback(null, '127.0.0.1', 4);

describeOn('moto', (options) => {
  test('the caller is told by name and account', async () => {
    const sts = new STSClient(options);
    const { arn, account } = await makeAskCallerIdentity(sts)();
    sts.destroy();
    expect(arn).toMatch(/^arn:aws:/);
    expect(account).toMatch(/^\d{12}$/);
  });

  test("an account's own public-access settings stand above those of its buckets", async () => {
    const account = '123456789012';
    // The account becomes a part of the host name, which is a name of AWS's own otherwise.
    const httpAgent = new Agent({ lookup: toLoopback });
    const client = new S3ControlClient({
      ...options,
      endpoint: options.endpoint.replace('127.0.0.1', 'localhost'),
      requestHandler: { httpAgent },
    });
    const isBlocked = makeReadAccountBlock(client, account);
    expect(await isBlocked()).toBe(false);
    await client.send(
      new PutPublicAccessBlockCommand({
        AccountId: account,
        PublicAccessBlockConfiguration: { RestrictPublicBuckets: true },
      }),
    );
    expect(await isBlocked()).toBe(true);
    await client.send(new DeletePublicAccessBlockCommand({ AccountId: account }));
    client.destroy();
    httpAgent.destroy();
  });
});

describeOn('ministack', (options) => {
  test('the caller is told by name and account', async () => {
    const sts = new STSClient(options);
    expect((await makeAskCallerIdentity(sts)()).account).toMatch(/^\d{12}$/);
    sts.destroy();
  });

  test('the failover function takes an event, waited for or not; an absent one is told', async () => {
    const lambda = new LambdaClient(options);
    const name = uniqueName('failover');
    const code = storedZip('index.mjs', 'export const handler = async (event) => event;\n');
    await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Role: 'arn:aws:iam::000000000000:role/any',
        Code: { ZipFile: code },
      }),
    );
    const event = { action: 'evaluate', site: 'www.example.com' } as const;
    await makeInvokeFailover(lambda, name)(event);
    expect(await makeAskFailover(lambda, name)(event)).toEqual(event);
    await expect(makeInvokeFailover(lambda, `${name}-nowhere`)(event)).rejects.toMatchObject({
      name: 'AwsCallError',
      code: 'ResourceNotFoundException',
    });
    lambda.destroy();
  });
});
