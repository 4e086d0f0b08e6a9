/** The function's role has left no credentials in the environment, so nothing can be asked of AWS. */
export class CredentialsMissingError extends Error {
  override readonly name = 'CredentialsMissingError';
  constructor() {
    super('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda sets both for a role');
  }
}

/**
 * Stands in every bundle for `@aws-sdk/credential-provider-node` (serverless.yml, `alias`), a chain that also
 * knows profiles, SSO and instance metadata, and brings along a client for each. Lambda puts the credentials of
 * the function's role into the environment, where that chain looks first:
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime
 */
export const defaultProvider = () => async () => {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new CredentialsMissingError();
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
  };
};
