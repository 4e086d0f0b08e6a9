import { awsFailoverWorld } from './aws/failover-world.ts';
import { failoverHandler } from './handlers/failover.ts';

/** Invoked by probe on a change of health, by schedule to verify, and by hand with `{ action, site }`. */
export const handler = failoverHandler(awsFailoverWorld());
