import { awsProbeWorld } from './aws/probe-world.ts';
import { probeHandler } from './handlers/probe.ts';

/** Invoked every minute by schedule with `{ shard, of }`. */
export const handler = probeHandler(awsProbeWorld());
