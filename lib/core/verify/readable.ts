import type { CheckFacts } from './check.ts';

/** The topics that one look stands for: when it fails there is nothing to judge. */
export type ReadableTopic = 'records' | 'health-checks' | 'bucket' | 'website' | 'dns';

const readable = (
  topic: ReadableTopic,
  rule: string,
  ...sources: readonly string[]
): CheckFacts => ({
  id: `${topic}.readable`,
  severity: 'fail',
  rule,
  sources,
  why: 'What could not be looked at may be broken, and nobody would know before it is needed.',
});

/** What must be readable before anything else of the topic can be judged; never passes, since then there is more to say. */
export const READABLE_CHECKS: Readonly<Record<ReadableTopic, CheckFacts>> = {
  records: readable(
    'records',
    "The zone and the records at the site's name can be read. It needs route53:ListHostedZonesByName and route53:ListResourceRecordSets.",
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListResourceRecordSets.html',
  ),
  'health-checks': readable(
    'health-checks',
    'The health checks, and what their checkers last said, can be read. It needs route53:ListHealthChecks and route53:GetHealthCheckStatus.',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_ListHealthChecks.html',
    'https://docs.aws.amazon.com/Route53/latest/APIReference/API_GetHealthCheckStatus.html',
  ),
  bucket: readable(
    'bucket',
    'The settings of the bucket can be read.',
    'https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html',
  ),
  website: readable('website', "The secondary's page can be fetched at all."),
  dns: readable('dns', 'The name servers of the zone are found, and at least one of them answers.'),
};
