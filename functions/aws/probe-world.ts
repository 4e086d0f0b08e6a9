import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import { controlEndpoint } from '../../lib/core/probing/controls.ts';
import { AWS_CLIENT_LIMITS } from '../../lib/io/aws-call.ts';
import { elapsed, now, sleep } from '../../lib/io/clock.ts';
import { makePutMetrics } from '../../lib/io/cloudwatch.ts';
import { configDigest } from '../../lib/io/config-digest.ts';
import { makeResolveAddresses } from '../../lib/io/dns.ts';
import { makeInvokeFailover } from '../../lib/io/lambda.ts';
import { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { makeControllerStore, makeMonitorStore, makeShardStore } from '../../lib/io/state-table.ts';
import { bundledConfig } from '../bundled-config.ts';
import type { ProbeWorld } from '../handlers/probe.ts';
import { deadManPing } from './dead-man.ts';
import { environment, once } from './environment.ts';
import { log } from './log.ts';
import { deployedTopics, makeTelling } from './telling.ts';
import { tellWithinBudget } from './within-budget.ts';

/** The probe function's world: clients once per cold start, everything else at the first event. */
export function awsProbeWorld(): () => ProbeWorld {
  const dynamo = new DynamoDBClient(AWS_CLIENT_LIMITS);
  const sns = new SNSClient(AWS_CLIENT_LIMITS);
  const lambda = new LambdaClient(AWS_CLIENT_LIMITS);
  const cloudwatch = new CloudWatchClient(AWS_CLIENT_LIMITS);
  const ssm = new SSMClient(AWS_CLIENT_LIMITS);
  return once(() => {
    const table = environment('STATE_TABLE');
    const { sites, monitor, audit, alerts } = bundledConfig();
    const stack = environment('UNDERSTUDY_STACK');
    const { perHourMax, deadManParameter } = alerts;
    const budget = { dynamo, stateTable: table, stack, perHourMax, log };
    return {
      sites,
      deps: {
        now,
        elapsed,
        sleep,
        log,
        chance: Math.random,
        newId: randomUUID,
        controls: monitor.controls.map(controlEndpoint),
        stack,
        alerts,
        digestOf: configDigest,
        openProber: makeOpenProber({ now }),
        resolveAddresses: makeResolveAddresses(),
        store: makeMonitorStore(dynamo, table),
        shards: makeShardStore(dynamo, table),
        controllers: makeControllerStore(dynamo, table, audit.keepMs),
        ...tellWithinBudget(budget, makeTelling(sns, deployedTopics(), log)),
        ping: deadManPing(ssm, deadManParameter),
        putMetrics: makePutMetrics(cloudwatch),
        invokeFailover: makeInvokeFailover(lambda, environment('FAILOVER_FUNCTION')),
      },
    };
  });
}
