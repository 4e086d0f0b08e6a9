import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { callAws } from '../../lib/io/aws-call.ts';
import { AwsCallError, isDenied, whenCode } from '../../lib/io/aws-errors.ts';
import { listen } from './aws-loopback.ts';

const CALL = { action: 'route53:ListResourceRecordSets', on: 'zone Z123' };
const awsError = (name: string, httpStatusCode: number, message = 'some text') =>
  Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
const failWith = (error: unknown) =>
  callAws(CALL, () => Promise.reject(error)).catch((caught) => caught);

test('an error says what was called, on what and why, and keeps its cause', async () => {
  const cause = awsError('NoSuchHostedZone', 404, 'No hosted zone found');
  const error = await failWith(cause);
  expect(error).toBeInstanceOf(AwsCallError);
  expect(error.message).toBe(
    'route53:ListResourceRecordSets on zone Z123 failed: NoSuchHostedZone, HTTP 404: No hosted zone found',
  );
  expect(error).toMatchObject({ code: 'NoSuchHostedZone', httpStatus: 404, cause });
});

test.each([
  ['the service says so', awsError('AccessDenied', 403)],
  ['a JSON service says so', awsError('AccessDeniedException', 400)],
  ['SNS says so', awsError('AuthorizationErrorException', 403)],
  ['a HEAD is answered 403', awsError('403', 403)],
])('the missing permission is named when %s', async (_name, cause) => {
  const error = await failWith(cause);
  expect(error.message).toMatch(
    /^route53:ListResourceRecordSets on zone Z123 was denied: grant it to the role/,
  );
  expect([isDenied(error), isDenied(cause)]).toEqual([true, true]);
});

test.each([
  ['expired credentials', awsError('ExpiredToken', 403)],
  ['a wrong signature', awsError('SignatureDoesNotMatch', 403)],
  ['a throttled call', awsError('Throttling', 400)],
  ['a lost connection', new Error('socket hang up')],
  ['something that is no error', 'text'],
])('%s is no missing permission', async (_name, cause) => {
  expect(isDenied(await failWith(cause))).toBe(false);
});

test('a long text of AWS is cut to one line', async () => {
  const error = await failWith(awsError('Weird', 400, 'word\n'.repeat(1_000)));
  expect(error.message.length).toBeLessThan(600);
  expect(error.message).not.toContain('\n');
});

test('only the expected error becomes a value', async () => {
  const missing = callAws(CALL, () => Promise.reject(awsError('NoSuchThing', 404)));
  expect(await missing.catch(whenCode('NoSuchThing', null))).toBeNull();
  const other = callAws(CALL, () => Promise.reject(awsError('Other', 404)));
  await expect(other.catch(whenCode('NoSuchThing', null))).rejects.toThrow('Other');
});

test('a service that never answers is given up', async () => {
  const deadline = new AbortController();
  const server = await listen(() => deadline.abort());
  const client = new S3Client({ ...server.client, forcePathStyle: true });
  const answer = callAws(
    CALL,
    (options) => client.send(new HeadBucketCommand({ Bucket: 'bucket' }), options),
    deadline.signal,
  );
  await expect(answer).rejects.toThrow('failed: no answer in time');
  await server.close();
});
