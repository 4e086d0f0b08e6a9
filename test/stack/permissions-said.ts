import type { Statement } from '../../lib/stack/role.ts';
import type { Resource, Value } from '../../lib/stack/template.ts';

export type Document = { readonly Statement: readonly Statement[] };

/** Each permission of a role as a sentence. */
export function permissionsOf(resource: Resource | undefined): string[] {
  const { Policies, ...rest } = resource?.Properties ?? {};
  expect(Object.keys(rest)).toEqual(['AssumeRolePolicyDocument']);
  return (Policies as unknown as { PolicyDocument: Document }[])
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
    .flatMap(({ Effect, Action, Resource: on, Condition }) => {
      expect(Effect).toBe('Allow');
      return Action.flatMap((action) =>
        on.map((one) => `${action} on ${said(one)}${conditionSaid(Condition)}`),
      );
    });
}

const conditionSaid = (condition: Value | undefined): string =>
  condition === undefined
    ? ''
    : ` if ${Object.entries(condition)
        .flatMap(([test, wants]) =>
          Object.entries(wants as object).map(([key, value]) => `${test} ${key} ${said(value)}`),
        )
        .join(' and ')}`;

/** A value in words, variables in angle brackets. */
export function said(value: Value): string {
  if (typeof value === 'string') return value.replace(/\$\{(.*?)\}/g, '<$1>');
  const [[kind, what] = ['', '']] = Object.entries(value as object);
  return kind === 'Fn::GetAtt' ? `<${what.join('.')}>` : kind === 'Ref' ? `<${what}>` : said(what);
}
