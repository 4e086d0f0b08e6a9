import {
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { type Answer, answerInTurn, listen } from './aws-loopback.ts';

const SITE = 'www.example.com';
const NOTE = { site: SITE, by: 'monitor', at: '2026-11-22T03:00:00Z', reason: 'primary-unhealthy' };

describe('flipping', () => {
  const s3 = mockClient(S3Client);
  const { put, remove } = makeSwitch(new S3Client({ region: 'eu-west-1' }), 'bucket');
  beforeEach(() => s3.reset());
  afterAll(() => s3.restore());
  const refuse = (name: string, httpStatusCode: number) =>
    new S3ServiceException({
      name,
      message: 'no',
      $fault: 'client',
      $metadata: { httpStatusCode },
    });

  test('puts the note only where there is none, and lets nobody keep it', async () => {
    s3.on(PutObjectCommand).resolves({});
    await put(SITE, NOTE);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'bucket',
      Key: 'switch/www.example.com',
      Body: JSON.stringify(NOTE),
      ContentType: 'application/json',
      CacheControl: 'no-store',
      IfNoneMatch: '*',
    });
  });

  test('again is done already, and the first note stays', async () => {
    s3.on(PutObjectCommand).rejects(refuse('PreconditionFailed', 412));
    await put(SITE, NOTE);
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
  });

  test('while somebody else does is tried again', async () => {
    s3.on(PutObjectCommand)
      .rejectsOnce(refuse('ConditionalRequestConflict', 409))
      .rejectsOnce(refuse('PreconditionFailed', 412));
    await put(SITE, NOTE);
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(2);
  });

  test('in an endless conflict is an error', async () => {
    s3.on(PutObjectCommand).rejects(refuse('ConditionalRequestConflict', 409));
    await expect(put(SITE, NOTE)).rejects.toThrow(
      's3:PutObject on bucket/switch/www.example.com failed',
    );
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(3);
  });

  test('without the permission names it', async () => {
    s3.on(PutObjectCommand).rejects(refuse('AccessDenied', 403));
    await expect(put(SITE, NOTE)).rejects.toThrow(
      's3:PutObject on bucket/switch/www.example.com was denied: grant it',
    );
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
  });

  test('back deletes the object', async () => {
    s3.on(DeleteObjectCommand).resolves({});
    await remove(SITE);
    expect(s3.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'bucket',
      Key: 'switch/www.example.com',
    });
  });
});

describe('reading over a real connection', () => {
  const error = (status: number, code: string): Answer => ({
    status,
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>text of AWS</Message></Error>`,
  });
  const readFrom = async (answer: Answer) => {
    const server = await answerInTurn([answer]);
    const client = new S3Client({ ...server.client, forcePathStyle: true });
    return makeSwitch(client, 'bucket')
      .read(SITE)
      .finally(() => server.close());
  };

  test('finds the note', async () => {
    expect(await readFrom({ status: 200, body: JSON.stringify(NOTE) })).toEqual(NOTE);
  });

  test('finds nothing when the object is absent', async () => {
    expect(await readFrom(error(404, 'NoSuchKey'))).toBeNull();
  });

  test('claims no absence when it may not look', async () => {
    await expect(readFrom(error(403, 'AccessDenied'))).rejects.toThrow(
      's3:GetObject and s3:ListBucket on bucket/switch/www.example.com was denied',
    );
  });

  test('claims no absence when the whole bucket is gone', async () => {
    await expect(readFrom(error(404, 'NoSuchBucket'))).rejects.toThrow('NoSuchBucket');
  });

  test.each([
    ['is empty', ''],
    ['is no JSON', '<html>fail over</html>'],
    ['is JSON of another kind', '{"fail":"over"}'],
    ['is far too long', `{"site":"${'x'.repeat(100_000)}"}`],
  ])('takes an object that %s for a switch all the same', async (_name, body) => {
    const headers = { 'last-modified': 'Sun, 22 Nov 2026 03:00:00 GMT' };
    expect(await readFrom({ status: 200, headers, body })).toEqual({
      site: SITE,
      by: 'unknown',
      at: '2026-11-22T03:00:00.000Z',
      reason: 'the switch object holds no note that Understudy wrote',
    });
  });

  test('does not wait for the end of an object that never ends', async () => {
    const server = await listen((_request, response) => {
      response.writeHead(200).write('x'.repeat(8_192));
    });
    const client = new S3Client({ ...server.client, forcePathStyle: true });
    expect(await makeSwitch(client, 'bucket').read(SITE)).toMatchObject({ by: 'unknown' });
    await server.close();
  });

  test('puts, over the wire, only where there is none', async () => {
    const server = await answerInTurn([error(412, 'PreconditionFailed')]);
    const client = new S3Client({ ...server.client, forcePathStyle: true });
    await makeSwitch(client, 'bucket').put(SITE, NOTE);
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      headers: { 'if-none-match': '*', 'cache-control': 'no-store' },
    });
    await server.close();
  });
});
