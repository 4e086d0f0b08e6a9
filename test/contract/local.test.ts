import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControllerState, MonitorState } from '../../lib/core/records.ts';
import { makeAlerting } from '../../lib/local/alerting.ts';
import { makeBuckets } from '../../lib/local/buckets.ts';
import { NotOnStageError } from '../../lib/local/dial.ts';
import { makeFileStores } from '../../lib/local/file-state.ts';
import { startHealthCheckers } from '../../lib/local/health-checkers.ts';
import { makeMemoryStore } from '../../lib/local/memory-state.ts';
import { makeOutbox } from '../../lib/local/outbox.ts';
import { makeZone } from '../../lib/local/zone.ts';
import { alertingContract, CONTRACT_PARAMETER } from './alerting.contract.ts';
import { bucketContract } from './bucket.contract.ts';
import { publishContract } from './publish.contract.ts';
import {
  CONTRACT_CHECK,
  CONTRACT_CHECK_IDS,
  CONTRACT_RECORDS,
  CONTRACT_SETTLE_ASKS,
  CONTRACT_ZONE,
  healthCheckContract,
  zoneContract,
} from './route53.contract.ts';
import { stateStoreContract } from './state-store.contract.ts';
import { switchContract } from './switch.contract.ts';

const json = { encode: JSON.stringify, decode: (text: string) => JSON.parse(text) };

const folders: string[] = [];
afterAll(async () => {
  await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
});

stateStoreContract('a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-contract-'));
  folders.push(folder);
  return makeFileStores({
    file: join(folder, 'state.json'),
    codecs: { monitor: json, controller: json, audit: json },
  });
});

stateStoreContract('memory', async () => {
  const controller = makeMemoryStore<ControllerState>('controller');
  const monitor = makeMemoryStore<MonitorState>('monitor');
  return { monitor, controller, readHistory: controller.readHistory };
});

switchContract('the stage', async () => {
  const buckets = makeBuckets();
  buckets.create({ name: 'switches', region: 'eu-west-1' });
  return {
    flip: buckets.switchIn('switches'),
    putByHand: async (key, body) =>
      buckets.putObject('switches', key, { body, contentType: 'text/plain' }),
  };
});

bucketContract('the stage', async (name, bucket) => {
  const buckets = makeBuckets();
  const { region = null, ...settings } = bucket ?? {};
  if (region !== null) buckets.create({ name, region, ...settings });
  return buckets.readBucket;
});

zoneContract('the stage', async () =>
  makeZone(
    CONTRACT_ZONE,
    CONTRACT_RECORDS,
    {},
    { healthCheckIds: CONTRACT_CHECK_IDS, settleAsks: CONTRACT_SETTLE_ASKS },
  ),
);

healthCheckContract('the stage', async () =>
  startHealthCheckers(
    {
      dial: (address, port) => {
        throw new NotOnStageError(`${address}:${port}`);
      },
      resolveAddresses: async () => [],
    },
    { checks: [CONTRACT_CHECK], chance: () => 0.5 },
  ),
);

publishContract('the stage', async () => {
  const outbox = makeOutbox();
  return { publish: outbox.publish, received: async () => outbox.messages() };
});

alertingContract('the stage', async ({ topic, parameter, heartbeat }) => {
  const alerting = makeAlerting({ topic: null, parameters: {}, heartbeat: null });
  alerting.setTopic(topic);
  alerting.setParameter(CONTRACT_PARAMETER, parameter);
  alerting.setHeartbeat(heartbeat);
  return alerting;
});
