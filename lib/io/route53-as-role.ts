import { Route53Client, type Route53ClientConfig } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { makeAssumeRole } from './assumed-role.ts';
import { AWS_CLIENT_LIMITS, ROUTE53_CLIENT_LIMITS } from './aws-call.ts';

/**
 * Route 53 as a role of another account. The role is assumed at the first call, by whoever `access` says, so
 * nothing of STS is needed where no zone is in another account.
 */
export const makeRoute53As =
  (access: Pick<Route53ClientConfig, 'credentials' | 'region'>) =>
  (roleArn: string): Route53Client =>
    new Route53Client({
      ...ROUTE53_CLIENT_LIMITS,
      ...access,
      credentials: makeAssumeRole(new STSClient({ ...AWS_CLIENT_LIMITS, ...access }), roleArn),
    });
