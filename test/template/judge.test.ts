import { ACCEPTED } from './accepted.ts';
import { type Complaint, cfnLintComplaints, checkovComplaints } from './complaints.ts';
import { type Accepted, judge } from './judge.ts';

const COMPLAINT: Complaint = {
  tool: 'checkov',
  rule: 'CKV_AWS_18',
  resource: 'SwitchBucket',
  what: 'Ensure access logging',
};
const accepting = (change: Partial<Accepted> = {}): Accepted => ({
  tool: 'checkov',
  rule: 'CKV_AWS_18',
  resources: ['SwitchBucket'],
  why: 'why',
  ...change,
});

test.each([
  ['the resource by its name', accepting()],
  ['all whose names begin so', accepting({ resources: ['Switch*'] })],
])('a complaint stands when the list has %s', (_name, accepted) => {
  expect(judge([COMPLAINT], [accepted])).toEqual([]);
});

const FAILURE = 'checkov CKV_AWS_18 SwitchBucket: Ensure access logging';
const unused = (what: string) =>
  `${what}: accepted, but nothing complains of it; take it off the list`;

test.each([
  ['another rule', accepting({ rule: 'CKV_AWS_1' }), unused('checkov CKV_AWS_1 SwitchBucket')],
  ['another tool', accepting({ tool: 'cfn-lint' }), unused('cfn-lint CKV_AWS_18 SwitchBucket')],
  [
    'a resource whose name only begins the same',
    accepting({ resources: ['Switch'] }),
    unused('checkov CKV_AWS_18 Switch'),
  ],
])('a complaint fails when the list has %s, which is of no use then', (_name, accepted, line) => {
  expect(judge([COMPLAINT], [accepted])).toEqual([FAILURE, line]);
});

test('each resource of an entry has to be complained of', () => {
  const accepted = accepting({ resources: ['SwitchBucket', 'SiteBucketFor*'] });
  expect(judge([COMPLAINT], [accepted])).toEqual([unused('checkov CKV_AWS_18 SiteBucketFor*')]);
});

test('a complaint of no resource is of the template', () => {
  expect(judge([{ ...COMPLAINT, tool: 'cfn-lint', rule: 'E0000', resource: '' }], [])).toEqual([
    'cfn-lint E0000 template: Ensure access logging',
  ]);
});

test('no rule is on the list twice, and each has its reason', () => {
  const rules = ACCEPTED.map(({ tool, rule }) => `${tool} ${rule}`);
  expect(new Set(rules).size).toBe(rules.length);
  for (const { why } of ACCEPTED) expect(why).toMatch(/\.$/);
});

test('cfn-lint tells the resource by its path in the template', () => {
  const match = (path: readonly (string | number)[] | null) => ({
    Rule: { Id: 'E3002' },
    Location: { Path: path },
    Message: 'unexpected',
  });
  const printed = JSON.stringify([
    match(['Resources', 'StateTable', 'Properties', 0]),
    match(['Outputs', 'StateTable']),
    match(null),
  ]);
  expect(cfnLintComplaints(printed).map(({ rule, resource }) => [rule, resource])).toEqual([
    ['E3002', 'StateTable'],
    ['E3002', ''],
    ['E3002', ''],
  ]);
});

const checked = (id: string) => ({
  check_id: id,
  check_name: 'Ensure something',
  resource: 'AWS::S3::Bucket.SwitchBucket',
});
const report = (change: object = {}) =>
  JSON.stringify({
    results: {
      passed_checks: [checked('CKV_1')],
      failed_checks: [checked('CKV_2')],
      skipped_checks: [checked('CKV_3')],
      parsing_errors: [],
      ...change,
    },
  });

test('what checkov was told to skip is complained of like what failed', () => {
  const what = 'Ensure something';
  expect(checkovComplaints(report())).toEqual([
    { tool: 'checkov', rule: 'CKV_2', resource: 'SwitchBucket', what },
    { tool: 'checkov', rule: 'CKV_3', resource: 'SwitchBucket', what },
  ]);
});

test('a small template of which it only complains was judged', () => {
  expect(checkovComplaints(report({ passed_checks: [] }))).toHaveLength(2);
});

test.each([
  ['no JSON', 'Traceback', 'printed no JSON'],
  [
    'that it passed and failed nothing',
    report({ passed_checks: [], failed_checks: [] }),
    'judged nothing',
  ],
  ['what it prints for no template at all', '{"passed": 0, "failed": 0}', 'judged nothing'],
  ['that it could not read it', report({ parsing_errors: ['a.json'] }), 'could not read a.json'],
])('%s is no verdict of checkov', (_name, printed, why) => {
  expect(() => checkovComplaints(printed)).toThrow(why);
});

test.each([
  ['no JSON', ''],
  ['no list', '{}'],
])('%s is no verdict of cfn-lint', (_name, printed) => {
  expect(() => cfnLintComplaints(printed)).toThrow(/cfn-lint printed no/);
});
