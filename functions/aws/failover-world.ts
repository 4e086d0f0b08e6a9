import { bundledConfig } from '../bundled-config.ts';
import type { FailoverWorld } from '../handlers/failover.ts';
import { environment, once } from './environment.ts';
import { makeFailoverClients, makeFailoverDeps } from './failover-deps.ts';
import { log } from './log.ts';

/** The failover function's world: clients once per cold start, everything else at the first event. */
export function awsFailoverWorld(): () => FailoverWorld {
  const clients = makeFailoverClients();
  return once(() => {
    const { sites, audit } = bundledConfig();
    const places = {
      stateTable: environment('STATE_TABLE'),
      switchBucket: environment('SWITCH_BUCKET'),
      topicArn: environment('TOPIC_ARN'),
      accountId: environment('ACCOUNT_ID'),
    };
    return { sites, deps: makeFailoverDeps(clients, places, { auditKeepMs: audit.keepMs, log }) };
  });
}
