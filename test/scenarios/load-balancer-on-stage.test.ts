import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Doom } from '../../bin/rehearsal/doom.ts';
import { type Handlers, handlersOn } from '../../bin/rehearsal/handlers.ts';
import type { Site } from '../../lib/core/site.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { type DnsServer, startDnsServer } from '../../lib/local/dns-server.ts';
import { startStage } from '../../lib/local/stage.ts';
import { STAGE_PLACES, STAGE_RECORDS } from '../../lib/local/stage-site.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import { answerFor } from '../../lib/local/zone-answer.ts';
import {
  forward,
  type ListenerRule,
  type LoadBalancerNodes,
  startLoadBalancer,
} from '../support/application-load-balancer.ts';
import { eventually } from '../support/eventually.ts';
import { httpAnswer } from '../support/servers.ts';

jest.setTimeout(60_000);

const DNS_NAME = 'my-alb-123.eu-central-1.elb.amazonaws.com';
const [A, B, C, D] = ['203.0.113.71', '203.0.113.72', '203.0.113.73', '203.0.113.74'] as const;
const NAME = 'www.example.com';
const WEBSITE = STAGE_PLACES.websiteAddress;
const WAIT_MS = 20_000;
const FILES = [
  {
    path: 'index.html',
    body: '<meta name="robots" content="noindex"><h1>static</h1>',
    contentType: 'text/html; charset=utf-8',
  },
];
const ignore = () => undefined;

let folder: string;
let stage: Stage;
let nodes: LoadBalancerNodes;
let dns: DnsServer;
let handlers: Handlers;
/** The addresses that the load balancer has at this moment. */
let addresses: readonly string[];
/** Nothing behind the load balancer answers. */
let isDead: boolean;
/** The load balancer has told Route 53 so. */
let isKnownToBeUnhealthy: boolean;
let stopWatching: () => Promise<void>;

beforeEach(async () => {
  [addresses, isDead, isKnownToBeUnhealthy] = [[A, B], false, false];
  stopWatching = async () => undefined;
  folder = mkdtempSync(join(tmpdir(), 'load-balancer-'));
  stage = await startStage({ files: FILES, checkerIntervalMs: 25 });
  const unavailable: ListenerRule = () =>
    isDead ? httpAnswer('', '503 Service Unavailable') : null;
  nodes = await startLoadBalancer([A, B, C, D], { http: [unavailable, forward(NAME, '/health')] });
  dns = await startDnsServer((name, type) =>
    answerFor(zoneNow(), stage.checks.isHealthy, name, type),
  );
  handlers = handlersOn(stageWithLoadBalancer(), {
    site: () => siteOf(stage),
    doom: new Doom(ignore),
    retryAfterMs: 10,
    stateFile: join(folder, 'state.json'),
    log: ignore,
    onAnswer: ignore,
    onFailure: ignore,
    onSwitch: ignore,
  });
});
afterEach(async () => {
  await stopWatching();
  await handlers.stop();
  await Promise.all([stage.close(), nodes.close(), dns.close()]);
  rmSync(folder, { recursive: true, force: true });
});

const siteOf = ({ site }: Stage): Site => ({
  ...site,
  primary: {
    ...site.primary,
    where: { kind: 'load-balancer', dnsName: DNS_NAME },
  },
  policy: {
    ...site.policy,
    intervalMs: 200,
    failback: 'automatic',
    stableForMs: 500,
    cooldownMs: 500,
  },
});

/** The pair as adoption leaves it: an alias with the switch check, which evaluates its target's health. */
const zoneNow = () => ({
  name: 'example.com',
  records: STAGE_RECORDS.map((record) =>
    record.failover === 'SECONDARY'
      ? record
      : {
          ...record,
          ttlSeconds: null,
          values: [],
          alias: { dnsName: DNS_NAME, hostedZoneId: 'Z215JYRZR1TBD5', evaluateTargetHealth: true },
          healthCheckId: stage.checkIds.switch,
        },
  ),
  aliasAddresses: { [DNS_NAME]: addresses, [STAGE_PLACES.websiteName]: [WEBSITE] },
  unhealthyTargets: isKnownToBeUnhealthy ? [DNS_NAME] : [],
});

/** The stage with a load balancer in front, and name servers that answer with it. */
const stageWithLoadBalancer = (): Stage => ({
  ...stage,
  resolveAddresses: async (name) => (name === DNS_NAME ? addresses : stage.resolveAddresses(name)),
  dial,
});
const dial: Stage['dial'] = (address, port) => {
  if (port === 53) return { address: '127.0.0.1', port: dns.port };
  return nodes.addresses.includes(address) ? nodes.dial(address, port) : stage.dial(address, port);
};

/** What all of the name servers say, in real packets. */
const answered = async (): Promise<readonly string[]> => {
  const ask = makeAskNameServer({ dial });
  const answers = await Promise.all(
    STAGE_PLACES.nameServers.map(({ address }) => ask(address, NAME, 'A')),
  );
  return [...new Set(answers.flatMap((answer) => answer.addresses))].toSorted();
};
const isAnswered = async (...expected: readonly string[]) =>
  JSON.stringify(await answered()) === JSON.stringify(expected);
const isOnPrimary = async (): Promise<boolean> =>
  JSON.stringify(await handlers.failover({ action: 'status' })).includes('"phase":"on-primary"');

/** One window after the other, until the test is over. */
function keepWatching(): void {
  let isOver = false;
  const watching = (async () => {
    while (!isOver) await handlers.runWindow(1_000);
  })();
  stopWatching = async () => {
    isOver = true;
    await watching;
  };
}

test('an outage that only we see moves visitors by the switch, and back to new addresses', async () => {
  await handlers.runWindow(1_000);
  expect(await answered()).toEqual([A, B]);
  keepWatching();
  isDead = true;
  await eventually('visitors are on the secondary', () => isAnswered(WEBSITE), WAIT_MS);
  expect(await stage.switch.read(NAME)).not.toBeNull();

  addresses = [C, D];
  isDead = false;
  await eventually('visitors are back', () => isAnswered(C, D), WAIT_MS);
  await eventually('the failback has settled', isOnPrimary, WAIT_MS);
  expect(await stage.switch.read(NAME)).toBeNull();
});

test('Route 53 goes by the health of the load balancer itself, while nobody watches', async () => {
  isDead = true;
  isKnownToBeUnhealthy = true;
  expect(await answered()).toEqual([WEBSITE]);
  isKnownToBeUnhealthy = false;
  expect(await answered()).toEqual([A, B]);
});

test('after Route 53 has failed over by itself, the switch keeps visitors there', async () => {
  await handlers.runWindow(1_000);
  keepWatching();
  isDead = true;
  isKnownToBeUnhealthy = true;
  expect(await answered()).toEqual([WEBSITE]);
  await eventually(
    'the outage is latched',
    async () => (await stage.switch.read(NAME)) !== null,
    WAIT_MS,
  );
  await eventually(
    'the switch check has seen it',
    () => !stage.checks.isHealthy(stage.checkIds.switch),
    WAIT_MS,
  );
  isKnownToBeUnhealthy = false;
  expect(await answered()).toEqual([WEBSITE]);
});
