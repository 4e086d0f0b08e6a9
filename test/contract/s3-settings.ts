import { S3Client } from '@aws-sdk/client-s3';
import type { Look } from '../../lib/core/verify/finding.ts';
import type { Bucket } from '../../lib/core/verify/snapshot.ts';
import { listen } from '../io/aws-loopback.ts';

type Reply = { readonly status: number; readonly body?: string };

/** One bucket's settings behind S3's wire, in the region where it is; every other region points there. */
export async function startS3Settings(bucket: Bucket | null) {
  const server = await listen((request, response) => {
    const asked = /\/([a-z0-9-]+)\/s3\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];
    const question = /\?(\w+)/.exec(request.url ?? '')?.[1] ?? '';
    const { status, body } = answer(bucket, request.method ?? '', question, asked ?? '');
    const headers = bucket?.region ? { 'x-amz-bucket-region': bucket.region } : {};
    response.writeHead(status, headers).end(body);
  });
  const clientFor = (region: string) =>
    new S3Client({ ...server.client, region, forcePathStyle: true });
  return { clientFor, close: server.close };
}

function answer(bucket: Bucket | null, method: string, question: string, region: string): Reply {
  if (bucket === null) return { status: 404 };
  if (region !== bucket.region) return { status: 301 };
  if (method === 'HEAD') return { status: 200 };
  return SETTINGS[question]?.(bucket) ?? { status: 400 };
}

const SETTINGS: Readonly<Record<string, (bucket: Bucket) => Reply>> = {
  website: ({ website }) =>
    website === null ? none('NoSuchWebsiteConfiguration') : xml(websiteXml(website)),
  publicAccessBlock: ({ isPublicAccessBlocked: isOn }) =>
    xml(
      `<PublicAccessBlockConfiguration><BlockPublicPolicy>${isOn}</BlockPublicPolicy></PublicAccessBlockConfiguration>`,
    ),
  policy: ({ policy }) =>
    policy === null ? none('NoSuchBucketPolicy') : { status: 200, body: policy },
  requestPayment: ({ isRequesterPays }) =>
    ifReadable(
      isRequesterPays,
      (pays) =>
        `<RequestPaymentConfiguration><Payer>${pays ? 'Requester' : 'BucketOwner'}</Payer></RequestPaymentConfiguration>`,
    ),
  versioning: ({ isVersioned }) =>
    ifReadable(
      isVersioned,
      (isOn) =>
        `<VersioningConfiguration>${isOn ? '<Status>Enabled</Status>' : ''}</VersioningConfiguration>`,
    ),
  encryption: ({ encryption }) =>
    ifReadable(
      encryption,
      (by) =>
        `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>${by === 'kms' ? 'aws:kms' : 'AES256'}</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>`,
    ),
};

function websiteXml({ index, error, redirectsAllTo }: NonNullable<Bucket['website']>): string {
  const element = (open: string, text: string | null, close: string) =>
    text === null ? '' : `${open}${text}${close}`;
  return [
    '<WebsiteConfiguration>',
    element('<IndexDocument><Suffix>', index, '</Suffix></IndexDocument>'),
    element('<ErrorDocument><Key>', error, '</Key></ErrorDocument>'),
    element(
      '<RedirectAllRequestsTo><HostName>',
      redirectsAllTo,
      '</HostName></RedirectAllRequestsTo>',
    ),
    '</WebsiteConfiguration>',
  ].join('');
}

const xml = (text: string): Reply => ({ status: 200, body: `<?xml version="1.0"?>${text}` });

const error = (status: number, code: string): Reply => ({
  status,
  body: `<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`,
});

const none = (code: string): Reply => error(404, code);

const ifReadable = <T>(look: Look<T>, toXml: (value: T) => string): Reply =>
  look.ok ? xml(toXml(look.value)) : error(403, 'AccessDenied');
