import type { Site } from '../core/site.ts';
import { certificateId } from './certificates.ts';
import { EDGE_ACCESS, EDGE_CACHE_POLICY, edgeId, retryAfterSecondsOf } from './edge.ts';
import { logicalId } from './logical-id.ts';
import { bucketDomain } from './names.ts';
import { siteTags } from './tags.ts';
import { attribute, type Resources, ref, text, type Value } from './template.ts';

/** The distribution before the bucket of a site, and the output that holds its name. */
export const distributionId = (site: string): string => logicalId('Distribution', site);

/** The sites that have one. */
export const distributed = (sites: readonly Site[]): readonly Site[] =>
  sites.filter(({ secondary }) => secondary.front.kind === 'cloudfront');

/**
 * The CloudFront distribution that visitors of an HTTPS secondary meet. It is not kept when the stack goes,
 * as the bucket is: the name of the site can belong to one distribution only, so one that was left behind
 * would keep the next from being made
 * (https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html).
 */
export function distribution(site: Site, bucketId: string): Resources {
  const seconds = retryAfterSecondsOf(site);
  if (seconds === null) return {};
  return {
    [distributionId(site.name)]: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: {
          Comment: text(`\${AWS::StackName}: the secondary`),
          Enabled: true,
          Aliases: [site.name],
          HttpVersion: 'http2and3',
          IPV6Enabled: true,
          PriceClass: 'PriceClass_100',
          DefaultRootObject: PAGE,
          ViewerCertificate: viewerCertificate(site),
          Origins: [origin(site, bucketId)],
          DefaultCacheBehavior: behavior(site, seconds),
          CustomErrorResponses: ERROR_CODES.map(pageInstead),
        },
        Tags: siteTags(site),
      },
    },
  };
}

const PAGE = 'index.html';
const ORIGIN = 'bucket';

/** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/secure-connections-supported-viewer-protocols-ciphers.html */
const viewerCertificate = ({ name, secondary: { front } }: Site): Value => ({
  AcmCertificateArn:
    front.kind === 'cloudfront' && front.certificateArn !== null
      ? front.certificateArn
      : ref(certificateId(name)),
  MinimumProtocolVersion: 'TLSv1.2_2021',
  SslSupportMethod: 'sni-only',
});

/** S3 is waited for no longer than a visitor would: twice three seconds, and then the error page. */
const origin = ({ secondary }: Site, bucketId: string): Value => ({
  Id: ORIGIN,
  DomainName: secondary.isExisting
    ? bucketDomain(secondary.bucket, secondary.region)
    : attribute(bucketId, 'RegionalDomainName'),
  OriginAccessControlId: attribute(EDGE_ACCESS, 'Id'),
  ConnectionAttempts: 2,
  ConnectionTimeout: 3,
  S3OriginConfig: { OriginAccessIdentity: '' },
});

/**
 * All methods are let in, so that our own function can answer the ones that nobody serves: what is not
 * allowed gets CloudFront's own 403, which says nothing of coming back. Only where the primary speaks HTTPS
 * is HTTP redirected: browsers keep a 301, and would insist on HTTPS after the failback.
 */
const behavior = (site: Site, seconds: number): Value => ({
  TargetOriginId: ORIGIN,
  ViewerProtocolPolicy: site.primary.protocol === 'https' ? 'redirect-to-https' : 'allow-all',
  AllowedMethods: ['GET', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'POST', 'DELETE'],
  CachedMethods: ['GET', 'HEAD'],
  Compress: true,
  CachePolicyId: ref(EDGE_CACHE_POLICY),
  ResponseHeadersPolicyId: ref(edgeId('EdgeHeaders', seconds)),
  FunctionAssociations: [
    {
      EventType: 'viewer-request',
      FunctionARN: attribute(edgeId('EdgeRequest', seconds), 'FunctionARN'),
    },
    {
      EventType: 'viewer-response',
      FunctionARN: attribute(edgeId('EdgeResponse', seconds), 'FunctionARN'),
    },
  ],
});

/** Every code that can have a page of one's own: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/creating-custom-error-pages.html */
const ERROR_CODES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504] as const;

/** A missing file is a 403, since nobody may list the bucket. What is mended there shows up within seconds. */
const pageInstead = (code: (typeof ERROR_CODES)[number]): Value => ({
  ErrorCode: code,
  ResponseCode: 503,
  ResponsePagePath: `/${PAGE}`,
  ErrorCachingMinTTL: 10,
});

/** The one that the bucket lets in. */
export const distributionArn = (site: string): Value =>
  text(
    `arn:\${AWS::Partition}:cloudfront::\${AWS::AccountId}:distribution/\${${distributionId(site)}}`,
  );
