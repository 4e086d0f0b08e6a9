import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { readContentFolder } from './content-folder.ts';
import {
  makeHeadObject,
  makeListObjects,
  makePutObject,
  makeRemoveObject,
  UPLOAD_CLIENT_LIMITS,
} from './s3-objects.ts';

/**
 * All that publishing needs, with the caller's credentials. Null: nobody told the account, so no owner is
 * demanded. The bucket goes into the path: a name with dots before S3's own is none that its certificate
 * covers (https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html).
 */
export function makePublishWorld(
  credentials: NonNullable<S3ClientConfig['credentials']>,
  accountId: string | null,
) {
  const clients = new Map<string, S3Client>();
  const clientFor = (region: string): S3Client => {
    const client =
      clients.get(region) ??
      new S3Client({ ...UPLOAD_CLIENT_LIMITS, forcePathStyle: true, credentials, region });
    clients.set(region, client);
    return client;
  };
  return {
    readContent: readContentFolder,
    listObjects: makeListObjects(clientFor, accountId),
    headObject: makeHeadObject(clientFor, accountId),
    putObject: makePutObject(clientFor, accountId),
    removeObject: makeRemoveObject(clientFor, accountId),
  };
}
