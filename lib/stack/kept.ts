import type { Config } from '../core/site.ts';
import type { StackPlace } from './names.ts';
import { resources } from './resources.ts';
import type { Resource, Value } from './template.ts';

/** Something of the stack that its removal leaves behind. */
export type Kept = {
  readonly kind: 'bucket' | 'state table' | 'health check';
  readonly name: string;
};

/** All that outlives a stack, by the names that people see; a bucket's policy stays with it. */
export const keptOnRemoval = (config: Config, place: StackPlace): readonly Kept[] =>
  Object.values(resources(config)).flatMap((resource) =>
    resource.DeletionPolicy === undefined ? [] : keptOf(resource, place),
  );

function keptOf({ Type, Properties }: Resource, place: StackPlace): readonly Kept[] {
  switch (Type) {
    case 'AWS::S3::Bucket':
      return [{ kind: 'bucket', name: nameIn(Properties.BucketName, place) }];
    case 'AWS::DynamoDB::Table':
      return [{ kind: 'state table', name: nameIn(Properties.TableName, place) }];
    case 'AWS::Route53::HealthCheck':
      return [{ kind: 'health check', name: nameTagIn(Properties.HealthCheckTags) }];
    case 'AWS::S3::BucketPolicy':
      return [];
    default:
      throw new Error(`a ${Type} outlives the stack, and nobody says so`);
  }
}

/** A name of the template with AWS's own variables filled in. */
function nameIn(value: Value | undefined, { stack, account, region }: StackPlace): string {
  const template = isSub(value) ? value['Fn::Sub'] : value;
  return `${template}`
    .replaceAll(`\${AWS::StackName}`, stack)
    .replaceAll(`\${AWS::AccountId}`, account)
    .replaceAll(`\${AWS::Region}`, region);
}

const isSub = (value: Value | undefined): value is { readonly 'Fn::Sub': string } =>
  typeof value === 'object' && 'Fn::Sub' in value;

type Tag = { readonly Key: string; readonly Value: string };

const nameTagIn = (tags: Value | undefined): string =>
  (tags as readonly Tag[]).find(({ Key }) => Key === 'Name')?.Value ?? '';
