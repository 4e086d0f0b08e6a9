import {
  type Buckets,
  isReadableByAnyone,
  type StageBucket,
  type StoredObject,
} from './buckets.ts';

export type S3Request = {
  readonly method: string;
  readonly host: string;
  /** As it stands in the request line. */
  readonly target: string;
  readonly ifNoneMatch: string | null;
};

export type S3Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/**
 * Answers as S3 does in one region: as a website endpoint, where the Host header alone finds the
 * bucket (https://docs.aws.amazon.com/AmazonS3/latest/userguide/WebsiteEndpoints.html), and as the
 * REST endpoint `<bucket>.s3.<region>.amazonaws.com`, where strangers may only get what is public.
 */
export function s3Answer(buckets: Buckets, region: string, request: S3Request): S3Answer {
  const host = hostName(request.host);
  const restBucket = withoutSuffix(host, `.s3.${region}.amazonaws.com`);
  const key = keyOf(request.target);
  if (key === null) return refusal(400, 'InvalidURI', 'The URI could not be parsed.');
  if (restBucket !== null) return restAnswer(buckets.find(restBucket), key, request);
  if (isBareEndpoint(host, region)) return redirect(301, 'https://aws.amazon.com/s3/');
  const name = withoutSuffix(host, `.s3-website-${region}.amazonaws.com`) ?? host;
  return websiteAnswer(buckets.find(name), { region, key }, request);
}

function websiteAnswer(
  bucket: StageBucket | null,
  place: { readonly region: string; readonly key: string },
  request: S3Request,
): S3Answer {
  if (bucket === null) return refusal(404, 'NoSuchBucket', 'The bucket does not exist.');
  if (bucket.region !== place.region)
    return refusal(400, 'IncorrectEndpoint', 'The bucket is in another region.');
  if (bucket.website === null)
    return refusal(404, 'NoSuchWebsiteConfiguration', 'The bucket has no website configuration.');
  if (!isGetOrHead(request)) return methodNotAllowed();
  if (bucket.website.redirectsAllTo !== null)
    return redirect(301, `http://${bucket.website.redirectsAllTo}/${pathOf(place.key)}`);
  return pageAnswer(bucket, place.key, request);
}

function pageAnswer(bucket: StageBucket, key: string, request: S3Request): S3Answer {
  const index = bucket.website?.index ?? 'index.html';
  const isFolder = key === '' || key.endsWith('/');
  const full = isFolder ? `${key}${index}` : key;
  const object = bucket.objects.get(full);
  if (object === undefined && !isFolder && bucket.objects.has(`${key}/${index}`))
    return redirect(302, `/${pathOf(key)}/`);
  if (!isReadableByAnyone(bucket, full))
    return orErrorDocument(bucket, refusal(403, 'AccessDenied', 'Access Denied'));
  if (object === undefined)
    return orErrorDocument(bucket, refusal(404, 'NoSuchKey', 'The specified key does not exist.'));
  return object.encryption === 'kms' ? underKey() : found(object, request);
}

/** A visitor signs nothing: https://repost.aws/knowledge-center/s3-kms-signature-version-error */
const underKey = (): S3Answer =>
  refusal(
    400,
    'InvalidArgument',
    'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.',
  );

/** The error document replaces the body, never the status; a private one cannot be shown. */
function orErrorDocument(bucket: StageBucket, answer: S3Answer): S3Answer {
  const key = bucket.website?.error ?? null;
  const document = key === null ? undefined : bucket.objects.get(key);
  if (key === null || document === undefined || !isReadableByAnyone(bucket, key)) return answer;
  if (document.encryption === 'kms') return answer;
  const headers = { ...answer.headers, 'content-type': document.contentType };
  return { status: answer.status, headers, body: document.body };
}

/** An absent object answers 403, since nobody may list the bucket: Route 53's switch check relies on it. */
function restAnswer(bucket: StageBucket | null, key: string, request: S3Request): S3Answer {
  if (bucket === null) return refusal(404, 'NoSuchBucket', 'The bucket does not exist.');
  if (!isGetOrHead(request)) return refusal(403, 'AccessDenied', 'Access Denied');
  const object = bucket.objects.get(key);
  const isShown = object !== undefined && isReadableByAnyone(bucket, key);
  if (!isShown) return refusal(403, 'AccessDenied', 'Access Denied');
  return object.encryption === 'kms' ? underKey() : found(object, request);
}

function found(object: StoredObject, request: S3Request): S3Answer {
  const headers = {
    etag: object.etag,
    'last-modified': object.lastModified.toUTCString(),
    'content-type': object.contentType,
    ...(object.cacheControl === null ? {} : { 'cache-control': object.cacheControl }),
  };
  const isSame = request.ifNoneMatch !== null && isListed(request.ifNoneMatch, object.etag);
  if (isSame) return { status: 304, headers, body: Buffer.alloc(0) };
  return { status: 200, headers, body: object.body };
}

const isListed = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch
    .split(',')
    .map((entry) => entry.trim().replace(/^W\//, ''))
    .some((entry) => entry === '*' || entry === etag);

const isGetOrHead = ({ method }: S3Request): boolean => method === 'GET' || method === 'HEAD';

const isBareEndpoint = (host: string, region: string): boolean =>
  host === `s3-website-${region}.amazonaws.com` || host === `s3-website.${region}.amazonaws.com`;

/** Lower case, without the port and a trailing dot. */
const hostName = (host: string): string =>
  host.toLowerCase().replace(/:\d*$/, '').replace(/\.$/, '');

const withoutSuffix = (text: string, suffix: string): string | null =>
  text.endsWith(suffix) ? text.slice(0, -suffix.length) : null;

/** The object's key, or null for a path that is not valid percent-encoding. Keys are plain names: `..` means nothing. */
function keyOf(target: string): string | null {
  const path = target.replace(/^https?:\/\/[^/]*/i, '').split(/[?#]/)[0] ?? '';
  try {
    return decodeURIComponent(path.replace(/^\//, ''));
  } catch {
    return null;
  }
}

const pathOf = (key: string): string => key.split('/').map(encodeURIComponent).join('/');

const redirect = (status: number, location: string): S3Answer => ({
  status,
  headers: { location },
  body: Buffer.alloc(0),
});

const methodNotAllowed = (): S3Answer =>
  refusal(405, 'MethodNotAllowed', 'The specified method is not allowed.', { allow: 'GET, HEAD' });

const refusal = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): S3Answer => ({
  status,
  headers: {
    ...headers,
    'content-type': 'text/html; charset=utf-8',
    'x-amz-error-code': code,
    'x-amz-error-message': message,
  },
  body: Buffer.from(
    `<html><body><h1>${status}</h1><ul><li>Code: ${code}</li><li>Message: ${message}</li></ul></body></html>\n`,
  ),
});
