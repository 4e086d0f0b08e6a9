import {
  CreateBucketCommand,
  DeletePublicAccessBlockCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutBucketWebsiteCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { makeReadBucket } from '../../lib/io/s3-bucket.ts';
import { publicReadPolicy } from '../../lib/local/buckets.ts';
import { describeOn, type EmulatorName, uniqueName } from './on.ts';

const EMULATED: readonly EmulatorName[] = ['moto', 'ministack'];
const REGION = 'eu-west-1';

for (const emulator of EMULATED)
  describeOn(emulator, (options) => {
    const s3 = new S3Client({ ...options, forcePathStyle: true });
    const readBucket = makeReadBucket(
      () => s3,
      null,
      async () => false,
    );
    afterAll(() => s3.destroy());

    const newBucket = async (): Promise<string> => {
      const name = uniqueName('site');
      const place = { LocationConstraint: REGION } as const;
      await s3.send(new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: place }));
      return name;
    };

    test('a bucket that does not exist is in no region', async () => {
      expect((await readBucket(uniqueName('nowhere'), REGION)).region).toBeNull();
    });

    test('the settings of a website are read as they were made', async () => {
      const name = await newBucket();
      const policy = publicReadPolicy(name);
      const target = { Bucket: name };
      await s3.send(new DeletePublicAccessBlockCommand(target));
      await s3.send(
        new PutBucketWebsiteCommand({
          ...target,
          WebsiteConfiguration: {
            IndexDocument: { Suffix: 'index.html' },
            ErrorDocument: { Key: 'index.html' },
          },
        }),
      );
      await s3.send(new PutBucketPolicyCommand({ ...target, Policy: policy }));
      await s3.send(
        new PutBucketVersioningCommand({
          ...target,
          VersioningConfiguration: { Status: 'Enabled' },
        }),
      );
      const bucket = await readBucket(name, REGION);
      expect(JSON.parse(bucket.policy ?? 'null')).toEqual(JSON.parse(policy));
      expect(bucket).toMatchObject({
        region: REGION,
        website: { index: 'index.html', error: 'index.html', redirectsAllTo: null },
        isPublicAccessBlocked: false,
        isBlockedByAccount: { ok: true, value: false },
        isVersioned: { ok: true, value: true },
        isRequesterPays: { ok: true, value: false },
      });
    });

    test('a bucket that blocks public access has neither website nor policy', async () => {
      const name = await newBucket();
      await s3.send(
        new PutPublicAccessBlockCommand({
          Bucket: name,
          PublicAccessBlockConfiguration: { BlockPublicPolicy: true },
        }),
      );
      expect(await readBucket(name, REGION)).toMatchObject({
        website: null,
        isPublicAccessBlocked: true,
        policy: null,
        isVersioned: { ok: true, value: false },
      });
    });
  });
