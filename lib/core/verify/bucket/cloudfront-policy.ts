import { partitionOf } from '../../partition.ts';
import type { Site } from '../../site.ts';
import type { Snapshot } from '../snapshot.ts';
import { READ, type Statement } from './policy.ts';

/** As CloudFront signs its requests to a bucket: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
const CLOUDFRONT = 'cloudfront.amazonaws.com';

/** Whether the statement lets CloudFront read every object of the bucket, and for whose distributions. */
export function cloudFrontRead(
  statement: Statement,
  bucket: string,
): 'no' | 'any-distribution' | 'named-distributions' {
  const { effect, services, resources, conditionKeys, sourceArns } = statement;
  const reads =
    effect === 'Allow' &&
    services.includes(CLOUDFRONT) &&
    statement.actions.some((action) => READING.has(action)) &&
    resources.some((resource) => resource.endsWith(`:::${bucket}/*`) || resource === '*');
  if (!reads || conditionKeys.some((key) => !SOURCE_KEYS.has(key))) return 'no';
  if (!conditionKeys.includes('aws:sourcearn')) return 'any-distribution';
  return sourceArns.some((arn) => DISTRIBUTION_ARN.test(arn)) ? 'named-distributions' : 'no';
}

/** What the policy lets CloudFront do besides reading objects. */
export const otherCloudFrontActions = (statements: readonly Statement[]): readonly string[] => [
  ...new Set(
    statements
      .filter(({ effect, services }) => effect === 'Allow' && services.includes(CLOUDFRONT))
      .flatMap(({ actions }) => actions.filter((action) => action !== READ)),
  ),
];

const READING: ReadonlySet<string> = new Set([READ, 's3:get*', 's3:*', '*']);
/** The account may be named beside the distribution, and says less. */
const SOURCE_KEYS: ReadonlySet<string> = new Set(['aws:sourcearn', 'aws:sourceaccount']);
const DISTRIBUTION_ARN = /^arn:[a-z-]+:cloudfront::\d{12}:distribution\/./;

/** The command that writes the policy; the distribution's ARN has an ID in it, which is not its name. */
export function cloudFrontPolicyCommand(
  { bucket, region }: Site['secondary'],
  { distribution }: Pick<Snapshot, 'distribution'>,
): string {
  const name = (distribution?.ok ? distribution.value : null) ?? 'DISTRIBUTION';
  const policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: CLOUDFRONT },
        Action: 's3:GetObject',
        Resource: `arn:${partitionOf(region)}:s3:::${bucket}/*`,
        Condition: { StringEquals: { 'AWS:SourceArn': ARN_PLACE } },
      },
    ],
  });
  return `ARN=$(aws cloudfront list-distributions --query "DistributionList.Items[?DomainName=='${name}'].ARN" --output text) && aws s3api put-bucket-policy --bucket ${bucket} --policy '${policy.replace(ARN_PLACE, `'"$ARN"'`)}'`;
}

const ARN_PLACE = 'ARN-OF-THE-DISTRIBUTION';
