import { describeProblem } from '../../lib/config/problem.ts';
import { BASE, problemsOf, withLine } from './base.ts';

test('a config without a problem has none', () => expect(problemsOf(BASE)).toEqual([]));

test.each([
  ['a misspelt key', 20, '      failureTreshold: 3', 'policy.failureTreshold', 'write `failureT'],
  ['half a key', 20, '      threshold: 3', 'policy.threshold', 'write `failureThreshold`'],
  [
    'a key in other letters',
    20,
    '      FailureThreshold: 3',
    'policy.FailureThreshold',
    'write `failure',
  ],
  ['an unknown key', 20, '      colour: red', 'policy.colour', 'use one of mode, interval, fresh'],
  ['a misspelt key that must be there', 6, '    hostedzone: a.com', 'hostedzone', 'hostedZone'],
])('%s is one problem with the nearest known key', (_sentence, line, text, path, instead) => {
  expect(problemsOf(withLine(line, text))).toMatchObject([
    {
      line,
      column: text.search(/\S/) + 1,
      path: `sites[0].${path}`,
      message: 'is not a key that Understudy knows here',
      instead: expect.stringContaining(instead),
    },
  ]);
});

test.each([
  ['a key twice', 21, '      interval: 6s', 'interval is written twice', 'keep one'],
  ['a tab', 19, '\tinterval: 5s', 'indented with a tab', 'spaces'],
  ['two colons', 21, '      cooldown: a: b', 'two colons', 'quotes'],
  ['a reserved character', 21, '      cooldown: @b', 'must not begin with this', 'quotes'],
  ['a second document', 21, '---', 'a second document', 'one document'],
  ['an unknown tag', 21, '      cooldown: !m 10m', '!m is a tag', 'leave it out'],
  [
    'a pattern in double quotes',
    17,
    '      marker: "\\d"',
    'YAML has no meaning for',
    'single quotes',
  ],
  ['a line without a colon', 21, '      cooldown', 'neither a key with a colon', '`key: value`'],
])('%s is a problem of its line', (_sentence, line, text, message, instead) => {
  expect(problemsOf(withLine(line, text))[0]).toMatchObject({
    line,
    path: '',
    message: expect.stringContaining(message),
    instead: expect.stringContaining(instead),
  });
});

test.each([
  ['a file without content', '', 'the file has no value'],
  ['a file that is a list', '- a', 'the file a list is not'],
  ['a file that is too large', `#${'x'.repeat(256 * 1024)}`, 'and 262144 are allowed'],
  ['an alias without an anchor', 'sites: *none', 'the aliases in this file cannot be followed'],
  ['brackets without end', '['.repeat(100_000), 'nested too deeply'],
  ['no sites', 'alerts: { email: a@b.example }', 'is missing'],
  ['an empty list of sites', 'sites: []', 'a list is not a list of 1 to 100 sites'],
  ['a site that is a word', 'sites: [www.example.com]', 'www.example.com is not a group of keys'],
])('%s is refused in plain words', (_sentence, text, message) => {
  const [first] = problemsOf(text);
  expect(first).toMatchObject({ line: 1, message: expect.stringContaining(message) });
});

test('aliases that unfold without end are refused', () => {
  const level = (n: number) => Array.from({ length: 10 }, () => (n === 0 ? 'x' : `*a${n - 1}`));
  const bomb = Array.from({ length: 12 }, (_, n) => `a${n}: &a${n} [${level(n).join(', ')}]`);
  expect(problemsOf(bomb.join('\n'))[0]?.message).toContain('aliases');
});

test('what is missing is shown at its nearest parent', () => {
  expect(problemsOf(BASE.replace('      region: eu-west-1\n', ''))).toMatchObject([
    { path: 'sites[0].secondary.region', line: 13, column: 5, message: 'is missing' },
  ]);
});

test('something else than a load balancer is none', () => {
  expect(problemsOf(withLine(8, '      loadBalancer: lb.example.com'))).toMatchObject([
    { path: 'sites[0].primary.loadBalancer', message: expect.stringContaining('lb.example.com') },
  ]);
});

test('an address and a load balancer exclude each other', () => {
  const both = withLine(10, '      loadBalancer: a-1.eu-west-2.elb.amazonaws.com');
  expect(problemsOf(both)).toMatchObject([
    { path: 'sites[0].primary.loadBalancer', line: 10, message: expect.stringContaining('both') },
  ]);
});

test('a primary needs one of them, and a tcp probe needs a port', () => {
  const neither = BASE.replace(/ +(address|port): .*\n/g, '').replace(': http', ': tcp');
  expect(problemsOf(neither)).toMatchObject([
    { path: 'sites[0].primary.address', line: 7, message: 'is missing' },
    { path: 'sites[0].primary.port', line: 7, message: 'is missing, and tcp has no usual port' },
  ]);
});

test('a site that is described twice is a problem of the second entry', () => {
  const second = BASE.slice(BASE.indexOf('  - name')).replace(
    'www.example.com',
    'WWW.Example.COM.',
  );
  expect(problemsOf(BASE + second)).toMatchObject([
    {
      path: 'sites[1].name',
      line: 22,
      message: 'www.example.com is already described at sites[0]',
    },
  ]);
});

test('every problem is reported at once, in the order of the file, whatever its kind', () => {
  const text = BASE.replace('ops@example.com', 'ops')
    .replace('hostedZone: example.com', 'hostedZone: example.org')
    .replace('203.0.113.10', '10.0.0.5')
    .replace('bucket: www.example.com', 'bucket: other')
    .replace('failureThreshold: 3', 'failureThreshold: 0\n      failureThreshold: 0');
  expect(problemsOf(text).map(({ line, path }) => [line, path])).toEqual([
    [2, 'alerts.email[0]'],
    [6, 'sites[0].hostedZone'],
    [8, 'sites[0].primary.address'],
    [14, 'sites[0].secondary.bucket'],
    [21, ''],
    [21, 'sites[0].policy.failureThreshold'],
  ]);
});

test('a problem is one line with file, line, column, path and advice', () => {
  const problem = {
    file: 'sites.yml',
    line: 8,
    column: 16,
    path: 'sites[0].primary.address',
    message: '10.0.0.5 is a private address',
    instead: 'write the public address',
  };
  const line = 'sites.yml:8:16 sites[0].primary.address: 10.0.0.5 is a private address';
  expect(describeProblem(problem)).toBe(`${line}; write the public address`);
  expect(describeProblem({ ...problem, instead: null })).toBe(line);
  expect(describeProblem({ ...problem, path: '' })).toMatch(/^sites\.yml:8:16: 10\.0\.0\.5 is/);
});
