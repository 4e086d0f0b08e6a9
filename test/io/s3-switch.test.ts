import {
  DeleteObjectCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { switchBody } from '../../lib/core/switch-note.ts';
import { makeSwitch } from '../../lib/io/s3-switch.ts';
import { SWITCH_NOTE } from '../fixtures/records.ts';
import { type Answer, answerInTurn, listen } from './aws-loopback.ts';

const SITE = SWITCH_NOTE.site;
const TAG = '"9a0364b9e99bb480dd25e1f0284c8555"';

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
    await put(SITE, SWITCH_NOTE);
    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'bucket',
      Key: 'switch/www.example.com',
      Body: JSON.stringify({ ...SWITCH_NOTE, writer: 'understudy' }),
      ContentType: 'application/json',
      CacheControl: 'no-store',
      IfNoneMatch: '*',
    });
  });

  test('again is done already, and the first note stays', async () => {
    s3.on(PutObjectCommand).rejects(refuse('PreconditionFailed', 412));
    await put(SITE, SWITCH_NOTE);
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
  });

  test('while somebody else does is tried again', async () => {
    s3.on(PutObjectCommand)
      .rejectsOnce(refuse('ConditionalRequestConflict', 409))
      .rejectsOnce(refuse('PreconditionFailed', 412));
    await put(SITE, SWITCH_NOTE);
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(2);
  });

  test('in an endless conflict is an error', async () => {
    s3.on(PutObjectCommand).rejects(refuse('ConditionalRequestConflict', 409));
    await expect(put(SITE, SWITCH_NOTE)).rejects.toThrow(
      's3:PutObject on bucket/switch/www.example.com failed',
    );
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(3);
  });

  test('without the permission names it', async () => {
    s3.on(PutObjectCommand).rejects(refuse('AccessDenied', 403));
    await expect(put(SITE, SWITCH_NOTE)).rejects.toThrow(
      's3:PutObject on bucket/switch/www.example.com was denied: grant it',
    );
    expect(s3.commandCalls(PutObjectCommand)).toHaveLength(1);
  });

  test('back deletes the object that was seen, and no other', async () => {
    s3.on(DeleteObjectCommand).resolves({});
    expect(await remove(SITE, TAG)).toBe(true);
    expect(s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input)).toEqual([
      { Bucket: 'bucket', Key: 'switch/www.example.com', IfMatch: TAG },
    ]);
  });

  test.each([
    ['is another one by now', 412, 'PreconditionFailed', false],
    ['is being changed by somebody else', 409, 'ConditionalRequestConflict', false],
    ['is gone already', 404, 'NoSuchKey', true],
  ])(
    'back, when the object %s, is answered without another try',
    async (_name, status, code, isGone) => {
      s3.on(DeleteObjectCommand).rejects(refuse(code, status));
      expect(await remove(SITE, TAG)).toBe(isGone);
      expect(s3.commandCalls(DeleteObjectCommand)).toHaveLength(1);
    },
  );

  test.each([
    ['without the permission', 403, 'AccessDenied', 'was denied: grant it'],
    ['in a bucket that is gone', 404, 'NoSuchBucket', 'failed: NoSuchBucket'],
    ['while S3 is out of order', 503, 'SlowDown', 'failed: SlowDown'],
  ])('back %s is an error, and nothing is claimed', async (_name, status, code, message) => {
    s3.on(DeleteObjectCommand).rejects(refuse(code, status));
    await expect(remove(SITE, TAG)).rejects.toThrow(
      `s3:DeleteObject on bucket/switch/www.example.com ${message}`,
    );
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

  test('finds our note, and the tag to remove it by', async () => {
    const body = switchBody(SWITCH_NOTE);
    expect(await readFrom({ status: 200, headers: { etag: TAG }, body })).toEqual({
      note: SWITCH_NOTE,
      isOurs: true,
      tag: TAG,
    });
  });

  test('an object without a tag can only be removed as whatever is there', async () => {
    expect((await readFrom({ status: 200, body: switchBody(SWITCH_NOTE) }))?.tag).toBe('*');
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
    ['is what the README says', '{"reason":"by hand"}'],
    ['is a list', '["understudy"]'],
    ['is nothing but a word', 'null'],
    ['has the fields of our note, but not its writer', JSON.stringify(SWITCH_NOTE)],
    ['names us, but lacks a field', '{"writer":"understudy","site":"a","by":"b","at":"c"}'],
    ['is far too long', `{"site":"${'x'.repeat(100_000)}"}`],
  ])('takes an object that %s for a switch all the same', async (_name, body) => {
    const headers = { 'last-modified': 'Sun, 22 Nov 2026 03:00:00 GMT', etag: TAG };
    expect(await readFrom({ status: 200, headers, body })).toEqual({
      note: {
        site: SITE,
        by: 'unknown',
        at: '2026-11-22T03:00:00.000Z',
        reason: 'the switch object holds no note that Understudy wrote',
        until: null,
      },
      isOurs: false,
      tag: TAG,
    });
  });

  test('does not wait for the end of an object that never ends', async () => {
    const server = await listen((_request, response) => {
      response.writeHead(200).write('x'.repeat(8_192));
    });
    const client = new S3Client({ ...server.client, forcePathStyle: true });
    expect(await makeSwitch(client, 'bucket').read(SITE)).toMatchObject({
      note: { by: 'unknown' },
      isOurs: false,
    });
    await server.close();
  });

  test('puts, over the wire, only where there is none', async () => {
    const server = await answerInTurn([error(412, 'PreconditionFailed')]);
    const client = new S3Client({ ...server.client, forcePathStyle: true });
    await makeSwitch(client, 'bucket').put(SITE, SWITCH_NOTE);
    expect(server.requests[0]).toMatchObject({
      method: 'PUT',
      headers: { 'if-none-match': '*', 'cache-control': 'no-store' },
    });
    await server.close();
  });

  test('removes, over the wire, only what has the tag', async () => {
    const server = await answerInTurn([error(412, 'PreconditionFailed'), { status: 204 }]);
    const client = new S3Client({ ...server.client, forcePathStyle: true });
    const { remove } = makeSwitch(client, 'bucket');
    expect(await remove(SITE, TAG)).toBe(false);
    expect(await remove(SITE, TAG)).toBe(true);
    expect(server.requests).toMatchObject(
      Array(2).fill({ method: 'DELETE', headers: { 'if-match': TAG } }),
    );
    await server.close();
  });
});
