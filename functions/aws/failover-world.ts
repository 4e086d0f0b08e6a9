import type { Site } from '../../lib/core/site.ts';
import { bundledConfig, bundledContent } from '../bundled-config.ts';
import type { FailoverWorld } from '../handlers/failover.ts';
import { environment, once } from './environment.ts';
import { makeFailoverClients, makeFailoverDeps } from './failover-deps.ts';
import { log } from './log.ts';
import { distributionsIn } from './secondary-domains.ts';
import { deployedTopics } from './telling.ts';

/** The failover function's world: clients once per cold start, everything else at the first event. */
export function awsFailoverWorld(): () => FailoverWorld {
  const clients = makeFailoverClients();
  return once(() => {
    const config = bundledConfig();
    const places = {
      stack: environment('UNDERSTUDY_STACK'),
      stateTable: environment('STATE_TABLE'),
      switchBucket: environment('SWITCH_BUCKET'),
      switchDomain: environment('SWITCH_DOMAIN'),
      distributionOf: distributionsIn(process.env.SECONDARY_DOMAINS ?? ''),
      ...deployedTopics(),
      heartbeatAlarm: environment('HEARTBEAT_ALARM'),
      accountId: environment('ACCOUNT_ID'),
    };
    const contentOf = async ({ name }: Site) => bundledContent()[name] ?? null;
    return {
      sites: config.sites,
      deps: makeFailoverDeps(clients, places, { config, contentOf, log }),
    };
  });
}
