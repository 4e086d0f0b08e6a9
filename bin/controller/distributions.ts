import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { AwsAccess } from '../../functions/aws/failover-deps.ts';
import { distributionsIn } from '../../functions/aws/secondary-domains.ts';
import type { DistributionOf } from '../../lib/core/world.ts';
import { AWS_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { makeReadStackOutputs } from '../../lib/io/stack-outputs.ts';
import { distributionId } from '../../lib/stack/distribution.ts';
import type { Environment } from './places.ts';

/**
 * What distribution stands before a site's bucket. Its name is CloudFront's choice, so the stack is asked for it,
 * once, and only for a site that has one; whoever cannot ask on a bad day names it in the variable that the
 * functions have, too.
 */
export function distributionsOf(
  access: AwsAccess,
  stack: string,
  env: Environment,
): DistributionOf {
  if (env.SECONDARY_DOMAINS) return distributionsIn(env.SECONDARY_DOMAINS);
  const readOutputs = makeReadStackOutputs(
    new CloudFormationClient({ ...AWS_CLIENT_LIMITS, ...access }),
    stack,
  );
  return async (site) => (await readOutputs()).get(distributionId(site)) || null;
}
