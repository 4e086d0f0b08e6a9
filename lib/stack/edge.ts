import type { Site } from '../core/site.ts';
import { requestCode, responseCode, unavailableHeaders } from './edge-code.ts';
import { logicalId } from './logical-id.ts';
import { type Resource, type Resources, text, type Value } from './template.ts';

export const EDGE_CACHE_POLICY = 'EdgeCachePolicy';
export const EDGE_ACCESS = 'EdgeAccess';

type EdgePart = 'EdgeHeaders' | 'EdgeRequest' | 'EdgeResponse';

/** The resource of this part for the sites that say this Retry-After. */
export const edgeId = (part: EdgePart, retryAfterSeconds: number): string =>
  logicalId(part, `${retryAfterSeconds}`);

/**
 * When to come back, as the site's 503 says it; null where no distribution stands before the bucket. Never
 * sooner than sites.yml says.
 */
export const retryAfterSecondsOf = ({ secondary: { front } }: Site): number | null =>
  front.kind === 'cloudfront' ? Math.ceil(front.retryAfterMs / 1_000) : null;

/** Each Retry-After of the sites, once. */
export const retryAfters = (sites: readonly Site[]): readonly number[] => [
  ...new Set(sites.flatMap((site) => retryAfterSecondsOf(site) ?? [])),
];

/**
 * What the distributions of a stack have in common. An account has twenty policies of a kind
 * (https://docs.aws.amazon.com/general/latest/gr/cf_region.html), so there is one for the stack, or for each
 * Retry-After that its sites say, and not one for each site. Names are for the whole account.
 */
export const edge = (sites: readonly Site[]): Resources => {
  const seconds = retryAfters(sites);
  if (seconds.length === 0) return {};
  return {
    [EDGE_CACHE_POLICY]: cachePolicy(),
    [EDGE_ACCESS]: originAccess(),
    ...Object.assign({}, ...seconds.map(forRetryAfter)),
  };
};

const forRetryAfter = (seconds: number): Resources => ({
  [edgeId('EdgeHeaders', seconds)]: headersPolicy(seconds),
  [edgeId('EdgeRequest', seconds)]: edgeFunction(`request-${seconds}`, requestCode(seconds)),
  [edgeId('EdgeResponse', seconds)]: edgeFunction(`response-${seconds}`, responseCode(seconds)),
});

const named = (what: string): Value => text(`\${AWS::StackName}-\${AWS::Region}-${what}`);

/**
 * A minute, or what the file's own Cache-Control says up to five: a page that is published on the bad day
 * shows up soon, and what an edge has outlives a hiccup of S3, since CloudFront hands out an expired file
 * rather than an error (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html).
 */
const cachePolicy = (): Resource => ({
  Type: 'AWS::CloudFront::CachePolicy',
  Properties: {
    CachePolicyConfig: {
      Name: named('cache'),
      MinTTL: 0,
      DefaultTTL: 60,
      MaxTTL: 300,
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        HeadersConfig: { HeaderBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'none' },
        EnableAcceptEncodingBrotli: true,
        EnableAcceptEncodingGzip: true,
      },
    },
  },
});

/** CloudFront signs what it asks of the bucket, so the bucket can refuse everybody else. */
const originAccess = (): Resource => ({
  Type: 'AWS::CloudFront::OriginAccessControl',
  Properties: {
    OriginAccessControlConfig: {
      Name: named('access'),
      OriginAccessControlOriginType: 's3',
      SigningBehavior: 'always',
      SigningProtocol: 'sigv4',
    },
  },
});

/**
 * On every answer, the error responses included: the parts of a page may not be kept either, since the real
 * site has files of the same names. These go to the visitor only and do not change what the edge keeps
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/modifying-response-headers.html).
 * That error responses get them is what that page says of all responses of a cache behavior; not verified
 * on AWS. No X-Robots-Tag: with a 503 nothing is indexed, and it would tell crawlers to forget the page.
 */
const headersPolicy = (seconds: number): Resource => ({
  Type: 'AWS::CloudFront::ResponseHeadersPolicy',
  Properties: {
    ResponseHeadersPolicyConfig: {
      Name: named(`headers-${seconds}`),
      CustomHeadersConfig: {
        Items: unavailableHeaders(seconds).map(([name, value]) => ({
          Header: name,
          Value: value,
          Override: true,
        })),
      },
    },
  },
});

const edgeFunction = (what: string, code: string): Resource => ({
  Type: 'AWS::CloudFront::Function',
  Properties: {
    Name: named(what),
    AutoPublish: true,
    FunctionConfig: { Comment: 'Secondaries of Understudy', Runtime: 'cloudfront-js-2.0' },
    FunctionCode: code,
  },
});
