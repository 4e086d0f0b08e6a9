import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { STACK_NAME_DEFAULT } from '../../lib/core/stack-name.ts';
import { roleId } from '../../lib/stack/functions.ts';
import { stackName } from '../../lib/stack/names.ts';

type Statement = {
  readonly Sid: string;
  readonly Action: readonly string[] | string;
  readonly Condition?: object;
};

const read = (file: string): readonly Statement[] =>
  JSON.parse(readFileSync(join(__dirname, '../../docs', file), 'utf8')).Statement;
const named = (sid: string, statements: readonly Statement[]) =>
  statements.find(({ Sid }) => Sid === sid);
const setup = read('setup-policy.json');
const reading = read('zone-role-policy.json');
const changing = read('zone-change-role-policy.json');
const trust = read('zone-role-trust.json');

/** The permissions that the adapters of a zone name when AWS refuses them. */
const askedIn = (...files: readonly string[]) => {
  const texts = files.map((file) => readFileSync(join(__dirname, '../../lib/io', file), 'utf8'));
  return [...new Set(texts.join('').match(/route53:[A-Za-z]+/g))]
    .filter((action) => !/HealthCheck/.test(action))
    .sort();
};
const actionsIn = (statements: readonly Statement[]) =>
  statements.flatMap(({ Action }) => Action).sort();

test('the role for a zone of another account may read what is asked of the zone, and do nothing else', () => {
  expect(actionsIn(reading)).toEqual(askedIn('route53.ts', 'route53-zones.ts'));
});

test('the role for changing it may make the changes of adopt besides', () => {
  expect(actionsIn(changing)).toEqual(askedIn('route53.ts', 'route53-changes.ts'));
});

test('changes are as narrow as in an account of its own', () => {
  for (const sid of ['ChangeRecordsOfTheSite', 'FollowTheChange'])
    expect(named(sid, changing)).toEqual(named(sid, setup));
});

test('the one that is trusted to read is the failover function, by the beginning of the name that its role gets', () => {
  const stack = stackName(STACK_NAME_DEFAULT, 'prod');
  expect(JSON.stringify(trust)).toContain(`:role/${stack}-${roleId('failover')}-*"`);
});
