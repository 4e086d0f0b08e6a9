import type { Config } from '../core/site.ts';
import { alarms } from './alarms.ts';
import { bounded } from './boundary.ts';
import { dashboard } from './dashboard.ts';
import { edge } from './edge.ts';
import { healthChecks } from './health-checks.ts';
import { roles } from './roles.ts';
import { route53SlackPermission } from './route53-slack.ts';
import { schedules } from './schedules.ts';
import { siteBucket, siteBucketIds } from './site-bucket.ts';
import { stateTable } from './state-table.ts';
import { SWITCH_BUCKET, switchBucket } from './switch-bucket.ts';
import { tagged } from './tags.ts';
import type { Resources } from './template.ts';
import { topic } from './topic.ts';

/** Everything in the stack but the functions, which serverless.yml lists. */
export const resources = (config: Config): Resources => {
  const { tags, permissionsBoundary } = config.stack;
  return tagged(bounded(untouched(config), permissionsBoundary), tags);
};

/** Before the demands of the account are met. */
const untouched = (config: Config): Resources => ({
  ...topic(config.alerts),
  ...stateTable([SWITCH_BUCKET, ...siteBucketIds(config.sites)]),
  ...switchBucket(),
  ...roles(config),
  ...schedules(config),
  ...alarms(config),
  ...route53SlackPermission(config),
  ...dashboard(config),
  ...edge(config.sites),
  ...Object.assign({}, ...config.sites.map(siteBucket), ...config.sites.map(healthChecks)),
});
