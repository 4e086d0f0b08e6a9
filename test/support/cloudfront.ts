import { isDeepStrictEqual } from 'node:util';
import { runInNewContext } from 'node:vm';
import { distributionArn, distributionId } from '../../lib/stack/distribution.ts';
import { logicalId } from '../../lib/stack/logical-id.ts';
import type { Resources, Value } from '../../lib/stack/template.ts';

/** What a visitor sends. */
export type EdgeRequest = {
  readonly scheme?: 'http' | 'https';
  readonly method?: string;
  /** With its query, as it stands in the address bar. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
};
export type EdgeAnswer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** The bucket behind it: files by key, and how S3 is doing. */
export type Origin = {
  readonly files: Readonly<Record<string, { readonly body: string; readonly type: string }>>;
  readonly isDown?: boolean;
};

/**
 * The distribution of a template, as AWS documents CloudFront: viewer protocol, methods, the function on the
 * request, a private bucket, the function on the response but not of an error
 * (edge-function-restrictions-all.html), error pages (custom-error-pages.html), the headers policy on all of
 * it (modifying-response-headers.html), all under
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/. It has no cache: what it would keep
 * it asks for again.
 */
export function distributionIn(resources: Resources, site: string, origin: Origin) {
  const config = configOf(resources, site);
  const behavior = config.DefaultCacheBehavior;
  const policed = (answer: EdgeAnswer): EdgeAnswer => {
    const { CustomHeadersConfig } = named(resources, behavior.ResponseHeadersPolicyId)
      .ResponseHeadersPolicyConfig as HeadersPolicy;
    const missing = CustomHeadersConfig.Items.filter(
      ({ Header, Override }) => Override || answer.headers[Header] === undefined,
    );
    const added = missing.map(({ Header, Value }) => [Header, Value]);
    return { ...answer, headers: { ...answer.headers, ...Object.fromEntries(added) } };
  };
  const run = (eventType: string, event: object): unknown => {
    const code = functionCode(resources, behavior, eventType);
    return code === null ? null : runEdgeFunction(code, event);
  };
  const fromBucket = (uri: string, headers: EdgeHeaders) =>
    bucketAnswer(resources, site, origin, uri, headers);

  return ({ scheme = 'https', method = 'GET', path, headers = {} }: EdgeRequest): EdgeAnswer => {
    const redirect = redirectOf(behavior, { scheme, method, path }, config.Aliases[0] ?? '');
    if (redirect !== null) return redirect;
    if (!behavior.AllowedMethods.includes(method)) return { status: 403, headers: {}, body: '' };
    const [plain = '', query = ''] = path.split('?');
    const request = { method, uri: plain, querystring: query, headers: toEdge(headers) };
    const asked = run('viewer-request', { request }) as EdgeResponse | typeof request;
    if ('statusCode' in asked) return policed(fromEdge(asked, asked.body ?? ''));
    const uri = asked.uri === '/' ? `/${config.DefaultRootObject}` : asked.uri;
    const found = fromBucket(uri, asked.headers);
    const bodied = (answer: EdgeAnswer) => (method === 'HEAD' ? { ...answer, body: '' } : answer);
    if (found.status >= 400) {
      const instead = config.CustomErrorResponses.find(
        ({ ErrorCode }) => ErrorCode === found.status,
      );
      if (instead === undefined) return bodied(policed(found));
      const page = fromBucket(instead.ResponsePagePath, {});
      const status = page.status < 400 ? instead.ResponseCode : page.status;
      return bodied(policed({ ...page, status }));
    }
    const response = { statusCode: found.status, headers: toEdge(found.headers) };
    const answered = run('viewer-response', { request: asked, response }) as EdgeResponse;
    return bodied(policed(fromEdge(answered, answered.body ?? found.body)));
  };
}

type EdgeHeaders = Readonly<Record<string, { readonly value: string }>>;
type EdgeResponse = {
  readonly statusCode: number;
  readonly headers: EdgeHeaders;
  readonly body?: string;
};

/** A function without anything around it, and what it gives back as the text that it would be sent on as. */
export function runEdgeFunction(code: string, event: object): unknown {
  const program = `${code}; JSON.stringify(handler(${JSON.stringify(event)}))`;
  return JSON.parse(runInNewContext(program, {}, { timeout: RUN_MS_MAX }));
}

/** CloudFront allows a function less than a millisecond of computing; the rest is for a slow machine. */
const RUN_MS_MAX = 1_000;

type Behavior = {
  readonly ViewerProtocolPolicy: string;
  readonly AllowedMethods: readonly string[];
  readonly ResponseHeadersPolicyId: Reference;
  readonly FunctionAssociations: readonly {
    readonly EventType: string;
    readonly FunctionARN: { readonly 'Fn::GetAtt': readonly [string, string] };
  }[];
};
type DistributionConfig = {
  readonly Aliases: readonly string[];
  readonly DefaultRootObject: string;
  readonly DefaultCacheBehavior: Behavior;
  readonly CustomErrorResponses: readonly {
    readonly ErrorCode: number;
    readonly ResponseCode: number;
    readonly ResponsePagePath: string;
  }[];
};
type HeadersPolicy = {
  readonly CustomHeadersConfig: {
    readonly Items: readonly { Header: string; Value: string; Override: boolean }[];
  };
};
type Reference = { readonly Ref: string };

const configOf = (resources: Resources, site: string): DistributionConfig =>
  named(resources, { Ref: distributionId(site) })
    .DistributionConfig as unknown as DistributionConfig;

function named(resources: Resources, { Ref }: Reference): Readonly<Record<string, Value>> {
  const resource = resources[Ref];
  if (resource === undefined) throw new Error(`there is no ${Ref} in the template`);
  return resource.Properties;
}

function functionCode(resources: Resources, behavior: Behavior, eventType: string): string | null {
  const association = behavior.FunctionAssociations.find(
    ({ EventType }) => EventType === eventType,
  );
  if (association === undefined) return null;
  const { AutoPublish, FunctionCode } = named(resources, {
    Ref: association.FunctionARN['Fn::GetAtt'][0],
  });
  if (AutoPublish !== true) throw new Error(`the function on the ${eventType} is never published`);
  return FunctionCode as string;
}

/** A method that carries something is told to send it again, the others may become GET. */
function redirectOf(
  { ViewerProtocolPolicy }: Behavior,
  { scheme, method, path }: Required<Pick<EdgeRequest, 'scheme' | 'method' | 'path'>>,
  host: string,
): EdgeAnswer | null {
  if (scheme === 'https' || ViewerProtocolPolicy === 'allow-all') return null;
  if (ViewerProtocolPolicy !== 'redirect-to-https') return { status: 403, headers: {}, body: '' };
  const status = ['GET', 'HEAD'].includes(method) ? 301 : 307;
  return { status, headers: { location: `https://${host}${path}` }, body: '' };
}

/** A private bucket: what the distribution may not read, and what is not there, is refused alike. */
function bucketAnswer(
  resources: Resources,
  site: string,
  { files, isDown = false }: Origin,
  uri: string,
  headers: EdgeHeaders,
): EdgeAnswer {
  if (isDown)
    return { status: 503, headers: { 'content-type': 'application/xml' }, body: 'Slow Down' };
  const file = files[decodeURIComponent(uri.slice(1))];
  if (file === undefined || !mayRead(resources, site))
    return { status: 403, headers: { 'content-type': 'application/xml' }, body: 'AccessDenied' };
  // The visitor's copy of the real page is younger than the fallback page.
  if ('if-modified-since' in headers || 'if-none-match' in headers)
    return { status: 304, headers: {}, body: '' };
  const status = 'range' in headers ? 206 : 200;
  const body = status === 206 ? file.body.slice(0, 10) : file.body;
  return { status, headers: { 'content-type': file.type, etag: '"1"' }, body };
}

function mayRead(resources: Resources, site: string): boolean {
  const policy = resources[logicalId('SiteBucketPolicy', site)]?.Properties.PolicyDocument;
  const { Statement = [] } = (policy ?? {}) as { readonly Statement?: readonly object[] };
  return Statement.some((statement) =>
    isDeepStrictEqual(
      { ...statement, Sid: undefined, Resource: undefined },
      {
        Sid: undefined,
        Effect: 'Allow',
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Resource: undefined,
        Condition: { StringEquals: { 'AWS:SourceArn': distributionArn(site) } },
      },
    ),
  );
}

const toEdge = (headers: Readonly<Record<string, string>>): EdgeHeaders =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), { value }]),
  );

const fromEdge = ({ statusCode, headers }: EdgeResponse, body: string): EdgeAnswer => ({
  status: statusCode,
  headers: Object.fromEntries(Object.entries(headers).map(([name, { value }]) => [name, value])),
  body,
});
