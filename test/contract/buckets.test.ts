import { S3Client } from '@aws-sdk/client-s3';
import { ABSENT_BUCKET } from '../../lib/core/absent-bucket.ts';
import { makeReadBucket } from '../../lib/io/s3-bucket.ts';
import {
  makeHeadObject,
  makeListObjects,
  makePutObject,
  makeRemoveObject,
} from '../../lib/io/s3-objects.ts';
import { makeBuckets } from '../../lib/local/buckets.ts';
import { bucketContract } from './bucket.contract.ts';
import { OBJECTS_PLACE, objectsContract } from './objects.contract.ts';
import { startS3Objects } from './s3-objects.ts';
import { startS3Settings } from './s3-settings.ts';

const closings: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(closings.splice(0).map((close) => close()));
});

bucketContract('S3, behind its wire', async (_name, bucket) => {
  const settings = await startS3Settings(bucket);
  closings.push(settings.close);
  const { isBlockedByAccount: block } = bucket ?? ABSENT_BUCKET;
  return makeReadBucket(settings.clientFor, null, async () => {
    if (!block.ok) throw new Error(block.why);
    return block.value;
  });
});

objectsContract('S3, behind its wire', async () => {
  const wire = await startS3Objects(OBJECTS_PLACE.bucket);
  const client = new S3Client({ ...wire.client, forcePathStyle: true });
  closings.push(wire.close, async () => client.destroy());
  const clientFor = () => client;
  return {
    listObjects: makeListObjects(clientFor, null),
    headObject: makeHeadObject(clientFor, null),
    putObject: makePutObject(clientFor, null),
    removeObject: makeRemoveObject(clientFor, null),
    putByHand: (key, body) =>
      void wire.objects.set(key, { body: Buffer.from(body), headers: { 'content-type': 'x/y' } }),
  };
});

objectsContract('the stage', async () => {
  const buckets = makeBuckets();
  buckets.create({ name: OBJECTS_PLACE.bucket, region: OBJECTS_PLACE.region });
  return {
    ...buckets.publishing,
    listObjects: buckets.listObjects,
    putByHand: (key, body) =>
      buckets.putObject(OBJECTS_PLACE.bucket, key, { body, contentType: 'x/y' }),
  };
});
