/**
 * Whether a bucket policy lets anybody read one object: `Allow`, everyone, `s3:GetObject`, and a
 * resource that covers the key. Conditions and denials are beyond the stage: a statement that has a
 * condition counts for nothing, and any denial of reading counts for all.
 */
export function mayAnyoneRead(policy: string | null, bucket: string, key: string): boolean {
  const matching = statementsOf(policy).filter((statement) => covers(statement, bucket, key));
  if (matching.some(({ Effect }) => Effect === 'Deny')) return false;
  return matching.some(({ Effect, Condition }) => Effect === 'Allow' && Condition === undefined);
}

type Statement = {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: unknown;
};

function statementsOf(policy: string | null): readonly Statement[] {
  if (policy === null) return [];
  const { Statement: statements } = JSON.parse(policy) as { Statement?: Statement | Statement[] };
  return statements === undefined ? [] : [statements].flat();
}

const covers = (statement: Statement, bucket: string, key: string): boolean =>
  isEveryone(statement.Principal) &&
  texts(statement.Action).some((pattern) => isMatch(pattern, 's3:GetObject')) &&
  texts(statement.Resource).some((pattern) => isMatch(pattern, `arn:aws:s3:::${bucket}/${key}`));

const isEveryone = (principal: unknown): boolean =>
  principal === '*' ||
  (typeof principal === 'object' &&
    principal !== null &&
    'AWS' in principal &&
    texts(principal.AWS).includes('*'));

const texts = (value: unknown): readonly string[] =>
  [value].flat().filter((entry) => typeof entry === 'string');

/** IAM's wildcard: `*` stands for any text. */
function isMatch(pattern: string, text: string): boolean {
  const literal = (part: string) => part.replace(/[.?+^$()|[\]{}\\]/g, '\\$&');
  const source = pattern.split('*').map(literal).join('.*');
  return new RegExp(`^${source}$`, 's').test(text);
}
