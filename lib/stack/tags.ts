import type { Site } from '../core/site.ts';
import type { Resource, Resources, Value } from './template.ts';

/** Says on the bill and in the console which site a resource belongs to. */
export const siteTags = (site: Site) => [{ Key: 'understudy:site', Value: site.name }];

/**
 * These tags on everything that can carry tags. The stack has them too, for what the framework makes; but
 * not every resource is given the tags of its stack
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html).
 */
export const tagged = (resources: Resources, tags: Readonly<Record<string, string>>): Resources =>
  Object.keys(tags).length === 0
    ? resources
    : Object.fromEntries(
        Object.entries(resources).map(([id, resource]) => [id, withTags(resource, tags)]),
      );

/** Under which name a resource has its tags; what is not here has none. */
const TAGS_OF: Readonly<Record<string, string>> = {
  'AWS::CertificateManager::Certificate': 'Tags',
  'AWS::CloudFront::Distribution': 'Tags',
  'AWS::CloudWatch::Alarm': 'Tags',
  'AWS::DynamoDB::Table': 'Tags',
  'AWS::IAM::Role': 'Tags',
  'AWS::Route53::HealthCheck': 'HealthCheckTags',
  'AWS::S3::Bucket': 'Tags',
  'AWS::SNS::Topic': 'Tags',
};

function withTags(resource: Resource, tags: Readonly<Record<string, string>>): Resource {
  const name = TAGS_OF[resource.Type];
  if (name === undefined) return resource;
  const own = (resource.Properties[name] ?? []) as readonly Value[];
  const more = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
  return { ...resource, Properties: { ...resource.Properties, [name]: [...own, ...more] } };
}
