import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_NAME_DEFAULT } from '../../lib/core/stack-name.ts';
import { stackName, stateTableName, switchBucketName } from '../../lib/stack/names.ts';

type Statement = {
  readonly Sid: string;
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
};

const read = (file: string): readonly Statement[] =>
  JSON.parse(readFileSync(join(__dirname, '../../docs', file), 'utf8')).Statement;
const setup = read('setup-policy.json');
const operator = read('operator-policy.json');
const actionsIn = (statements: readonly Statement[]) =>
  new Set(statements.flatMap(({ Action }) => Action));

/** The permissions that the adapters name when AWS refuses them. */
const named = () => {
  const folder = join(__dirname, '../../lib/io');
  const text = readdirSync(folder)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  return new Set([...text.matchAll(/action: '([a-z0-9]+:[A-Za-z]+)/g)].map(([, one]) => one ?? ''));
};

/** Asked by the functions alone, granted to everybody by AWS, or needed for a zone of another account alone. */
const NOBODY_NEEDS = new Set(['lambda:InvokeFunction', 'sts:GetCallerIdentity', 'sts:AssumeRole']);

test('whatever the terminal asks of AWS is in one of the two policies', () => {
  const granted = new Set([...actionsIn(setup), ...actionsIn(operator)]);
  const missing = [...named()].filter((one) => !granted.has(one) && !NOBODY_NEEDS.has(one));
  expect(missing).toEqual([]);
});

test('the policy for setting up grants nothing that no adapter asks for', () => {
  const asked = named();
  expect([...actionsIn(setup)].filter((one) => !asked.has(one))).toEqual([]);
});

test('records are changed of named sites only, by creating and deleting, and by nobody who operates', () => {
  const [change] = setup.filter(({ Action }) =>
    Action.includes('route53:ChangeResourceRecordSets'),
  );
  expect(change?.Condition?.['ForAllValues:StringEquals']).toEqual({
    'route53:ChangeResourceRecordSetsNormalizedRecordNames': ['www.example.com'],
    'route53:ChangeResourceRecordSetsRecordTypes': ['A', 'AAAA', 'HTTPS', 'SVCB'],
    'route53:ChangeResourceRecordSetsActions': ['CREATE', 'DELETE'],
  });
  expect(actionsIn(operator)).not.toContain('route53:ChangeResourceRecordSets');
});

test('it names what the stack has', () => {
  const text = JSON.stringify(setup);
  const stack = stackName(STACK_NAME_DEFAULT, 'prod');
  expect(text).toContain(`:table/${stateTableName({ stack })}"`);
  expect(text).toContain(`:stack/${stack}/*"`);
  const bucket = switchBucketName({ stack, account: '*', region: '' }).replace(/\*-$/, '*');
  expect(text).toContain(`"arn:aws:s3:::${bucket}/switch/*"`);
});
