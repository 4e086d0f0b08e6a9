/** One CloudFormation resource, as far as the stack uses them. */
export type Resource = {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, Value>>;
  readonly DependsOn?: readonly string[];
  readonly DeletionPolicy?: 'Retain' | 'RetainExceptOnCreate' | 'Delete';
  readonly UpdateReplacePolicy?: 'Retain';
};

/** Resources by logical id. */
export type Resources = Readonly<Record<string, Resource>>;

/** Outputs by name. */
export type Outputs = Readonly<
  Record<string, { readonly Description: string; readonly Value: Value }>
>;

/** A whole template, of a stack that the framework knows nothing of. */
export type Template = {
  readonly AWSTemplateFormatVersion: string;
  readonly Description: string;
  readonly Resources: Resources;
  readonly Outputs: Outputs;
};

/** Anything that a template may hold as a value. */
export type Value =
  | string
  | number
  | boolean
  | readonly Value[]
  | { readonly [name: string]: Value | undefined };

/** Outlives the stack: removing or replacing it would take a site away on its worst day. */
export const RETAIN = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } as const;

/**
 * The same for what has a name of its own, but for a deployment that is rolled back before it was ever
 * made: left behind it would stand in the way of the next one
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html).
 */
export const RETAIN_ONCE_MADE = {
  DeletionPolicy: 'RetainExceptOnCreate',
  UpdateReplacePolicy: 'Retain',
} as const;

/** What CloudFormation calls the resource, mostly its name or ARN. */
export const ref = (logicalId: string): Value => ({ Ref: logicalId });

/** One attribute of a resource. */
export const attribute = (logicalId: string, name: string): Value => ({
  'Fn::GetAtt': [logicalId, name],
});

/** A text with AWS's own variables in it, such as the partition: nothing is tied to one account or region. */
export const text = (template: string): Value => ({ 'Fn::Sub': template });

/**
 * A text from sites.yml as it stands. CloudFormation and the Serverless Framework would both take a
 * `${…}` in it for a variable of theirs; the exclamation mark tells them not to.
 */
export const literal = (words: string): Value =>
  words.includes('${') ? text(words.replaceAll('${', '${!')) : words;
