import { mayAnyoneRead } from '../../lib/local/bucket-policy.ts';

const STATEMENT = {
  Effect: 'Allow',
  Principal: '*',
  Action: 's3:GetObject',
  Resource: 'arn:aws:s3:::www.example.com/*',
};
const mayRead = (...statements: readonly object[]) =>
  mayAnyoneRead(JSON.stringify({ Statement: statements }), 'www.example.com', 'a/b.html');

test.each([
  ['the usual policy', STATEMENT, true],
  [
    'lists in place of single values',
    { ...STATEMENT, Action: ['s3:Get*'], Resource: ['arn:aws:s3:::www.example.com/a/*'] },
    true,
  ],
  ['everyone as an AWS principal', { ...STATEMENT, Principal: { AWS: '*' } }, true],
  [
    'one account only',
    { ...STATEMENT, Principal: { AWS: 'arn:aws:iam::111122223333:root' } },
    false,
  ],
  ['listing only', { ...STATEMENT, Action: 's3:ListBucket' }, false],
  [
    'the bucket without its objects',
    { ...STATEMENT, Resource: 'arn:aws:s3:::www.example.com' },
    false,
  ],
  ['another folder', { ...STATEMENT, Resource: 'arn:aws:s3:::www.example.com/c/*' }, false],
  [
    'a bucket whose name merely looks alike',
    { ...STATEMENT, Resource: 'arn:aws:s3:::wwwxexample.com/*' },
    false,
  ],
  ['a condition', { ...STATEMENT, Condition: { IpAddress: {} } }, false],
])('%s', (_name, statement, expected) => {
  expect(mayRead(statement)).toBe(expected);
});

test('a denial wins over every permission', () => {
  expect(mayRead(STATEMENT, { ...STATEMENT, Effect: 'Deny' })).toBe(false);
});

test('without a policy nobody may read', () => {
  expect(mayAnyoneRead(null, 'www.example.com', 'index.html')).toBe(false);
});
