import {
  CredentialsMissingError,
  defaultProvider,
} from '../../functions/aws/lambda-credentials.ts';

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
});

function inEnvironment(variables: Readonly<Record<string, string>>) {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];
  for (const name of names) delete process.env[name];
  Object.assign(process.env, variables);
  return defaultProvider()();
}

const KEYS = { AWS_ACCESS_KEY_ID: 'an-id', AWS_SECRET_ACCESS_KEY: 'a-secret' };
const BARE = { accessKeyId: 'an-id', secretAccessKey: 'a-secret' };

test.each([
  ['of a role', { ...KEYS, AWS_SESSION_TOKEN: 'a-token' }, { ...BARE, sessionToken: 'a-token' }],
  ['of a user, who has no session', KEYS, BARE],
])('the credentials %s come from the environment', async (_whose, variables, credentials) => {
  expect(await inEnvironment(variables)).toEqual(credentials);
});

test.each([
  ['nothing is there', {}],
  ['the secret is missing', { AWS_ACCESS_KEY_ID: 'an-id' }],
  ['the key is empty', { ...KEYS, AWS_ACCESS_KEY_ID: '' }],
])('without credentials the error says what should set them: %s', async (_case, variables) => {
  await expect(inEnvironment(variables)).rejects.toThrow(CredentialsMissingError);
});
