import type { Config } from '../core/site.ts';
import { functionId } from './functions.ts';
import { siteCheckId } from './health-checks.ts';
import { STATE_TABLE } from './state-table.ts';
import { SWITCH_BUCKET } from './switch-bucket.ts';
import { type Outputs, ref } from './template.ts';
import { alertTopic } from './topic.ts';

/** What the terminal needs to know of a deployed stack; a site's check is under `siteCheckId`. */
export const outputs = ({ alerts, sites }: Config): Outputs => ({
  AlertTopic: { Description: 'Topic to subscribe to', Value: alertTopic(alerts) },
  FailoverFunction: {
    Description: 'Function to invoke by hand',
    Value: ref(functionId('failover')),
  },
  StateTable: { Description: 'What Understudy remembers', Value: ref(STATE_TABLE) },
  SwitchBucket: { Description: 'Bucket of the switches', Value: ref(SWITCH_BUCKET) },
  ...Object.fromEntries(
    sites.map(({ name }) => [
      siteCheckId(name),
      {
        Description: `Health check for the PRIMARY record of ${name}`,
        Value: ref(siteCheckId(name)),
      },
    ]),
  ),
});
