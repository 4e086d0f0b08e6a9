import { parseJson } from '../../parse-json.ts';

/** What a statement of a bucket policy says, as far as everybody and services of AWS are concerned. */
export type Statement = {
  readonly effect: 'Allow' | 'Deny';
  readonly isForEverybody: boolean;
  /** Services of AWS that it is for. */
  readonly services: readonly string[];
  /** Patterns in lower case; `*` when the statement names what it does not cover. */
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Names of the condition keys, in lower case. */
  readonly conditionKeys: readonly string[];
  /** ARNs for which a service must act, where a condition names them and does not exclude them. */
  readonly sourceArns: readonly string[];
};

/**
 * The statements of a bucket policy, or null when the text is not a policy.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
export function parsePolicy(text: string): readonly Statement[] | null {
  const policy = parseJson(text);
  if (!isRecord(policy)) return null;
  const statements = Array.isArray(policy.Statement) ? policy.Statement : [policy.Statement];
  return statements.every(isRecord) ? statements.map(toStatement) : null;
}

/** Whether the statement alone lets everybody read every object of the bucket. */
export const allowsEverybodyToRead = (statement: Statement, bucket: string): boolean =>
  statement.effect === 'Allow' &&
  statement.isForEverybody &&
  statement.conditionKeys.length === 0 &&
  statement.actions.some((pattern) => matches(pattern, READ)) &&
  statement.resources.some(
    (resource) =>
      resource === '*' || resource.endsWith(`:::${bucket}/*`) || resource.endsWith(':::*'),
  );

/** A website endpoint speaks HTTP only, so a rule against plain HTTP denies every visitor. */
export const deniesReading = (statement: Statement): boolean =>
  statement.effect === 'Deny' &&
  statement.isForEverybody &&
  statement.actions.some((pattern) => matches(pattern, READ)) &&
  statement.conditionKeys.every((key) => key === 'aws:securetransport');

/** What everybody may do besides reading objects; a condition may narrow a grant, so it is only half one. */
export function otherGrants(statements: readonly Statement[]): {
  readonly reads: string[];
  readonly writes: string[];
} {
  const grants = statements
    .filter(({ effect, isForEverybody }) => effect === 'Allow' && isForEverybody)
    .flatMap(({ actions, conditionKeys }) =>
      actions
        .filter((action) => action !== READ)
        .map((action) => ({
          action,
          isHarmless: conditionKeys.length > 0 || READING.test(action),
        })),
    );
  const actionsOf = (isHarmless: boolean) => [
    ...new Set(
      grants.filter((grant) => grant.isHarmless === isHarmless).map(({ action }) => action),
    ),
  ];
  return { reads: actionsOf(true), writes: actionsOf(false) };
}

/** The one action by which objects are read, in lower case as in a statement here. */
export const READ = 's3:getobject';
const READING = /^s3:(get|list)/;

function toStatement(statement: Readonly<Record<string, unknown>>): Statement {
  return {
    effect: statement.Effect === 'Deny' ? 'Deny' : 'Allow',
    isForEverybody: statement.NotPrincipal !== undefined || namesEverybody(statement.Principal),
    services: isRecord(statement.Principal) ? texts(statement.Principal.Service) : [],
    actions:
      statement.NotAction === undefined
        ? texts(statement.Action).map((action) => action.toLowerCase())
        : ['*'],
    resources: statement.NotResource === undefined ? texts(statement.Resource) : ['*'],
    conditionKeys: conditionsIn(statement).map(({ key }) => key),
    sourceArns: conditionsIn(statement)
      .filter(({ operator, key }) => key === 'aws:sourcearn' && NAMING.test(operator))
      .flatMap(({ value }) => texts(value)),
  };
}

/** Operators by which a condition names what it lets through. */
const NAMING = /^(String|Arn)(Equals|Like)$/i;

const conditionsIn = ({ Condition }: Readonly<Record<string, unknown>>) =>
  Object.entries(isRecord(Condition) ? Condition : {}).flatMap(([operator, keys]) =>
    Object.entries(isRecord(keys) ? keys : {}).map(([key, value]) => ({
      operator,
      key: key.toLowerCase(),
      value,
    })),
  );

const namesEverybody = (principal: unknown): boolean =>
  isRecord(principal) ? texts(principal.AWS).includes('*') : principal === '*';

/** IAM's patterns: `*` is any text, `?` any character. */
const matches = (pattern: string, action: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(action);

const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
