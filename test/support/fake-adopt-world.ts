import type { AdoptDeps, AdoptStep } from '../../lib/app/adopt/adopt-deps.ts';
import type { Backup } from '../../lib/core/adopt/backup.ts';
import type { ListedCheck } from '../../lib/core/adopt/seen.ts';
import { ChangeRefusedError } from '../../lib/core/record-change.ts';
import type { Site } from '../../lib/core/site.ts';
import { epochMs } from '../../lib/core/time.ts';
import type { DnsAnswer, Page, RecordSet } from '../../lib/core/verify/snapshot.ts';
import type { AskedType } from '../../lib/core/world.ts';
import { answerFor } from '../../lib/local/zone-answer.ts';
import { applyChanges, refusalsOf } from '../../lib/local/zone-rules.ts';
import { checkers, OTHERS, SWITCH_DOMAIN, stackChecks } from '../core/adopt/zone-world.ts';
import { SWITCH_NOTE } from '../fixtures/records.ts';
import { BUCKET, dnsAnswer, PAGE, SITE } from '../fixtures/snapshot.ts';
import { type Deeds, makeDeeds } from './deeds.ts';
import { type FakeClock, makeFakeClock } from './fake-clock.ts';
import { healthyProbe } from './probes.ts';

export const WEBSITE_ADDRESS = '198.51.100.20';
const WEBSITE_NAME = 's3-website-eu-west-1.amazonaws.com';

/** A zone that is changed by batches as Route 53 takes them, name servers that answer from it, and a disk. */
export type FakeAdoptWorld = {
  readonly clock: FakeClock;
  readonly deeds: Deeds;
  readonly deps: AdoptDeps;
  readonly steps: AdoptStep[];
  readonly files: Map<string, Backup>;
  readonly items: Backup[];
  records: readonly RecordSet[];
  checks: readonly ListedCheck[];
  /** Of 16 checkers so many find what they ask for, by the check's ID. */
  readonly seeing: Map<string, number>;
  isSwitchPresent: boolean;
  /** How long after a batch Route 53 says that it is everywhere; the name servers answer at once. */
  inSyncAfterMs: number;
  /** Takes the place of an answer; null: what the zone says. */
  answer: (server: string, name: string, type: AskedType) => DnsAnswer | Error | null;
  page: () => Page | Error;
  /** Name of the stack's distribution; null: none is deployed. */
  distribution: string | null | Error;
  /** The records that a person sees at the site's name. */
  readonly shown: () => readonly string[];
};

export function makeFakeAdoptWorld(
  records: readonly RecordSet[],
  sites: readonly Site[] = [SITE],
): FakeAdoptWorld {
  const clock = makeFakeClock(epochMs(Date.UTC(2026, 10, 23, 1)));
  const deeds = makeDeeds();
  const changedAt = new Map<string, number>();
  const checks = sites.flatMap((site, index) =>
    stackChecks(site, index === 0 ? '' : `${site.name}-`),
  );
  const isHealthy = (id: string): boolean => {
    const check = world.checks.find((each) => each.id === id);
    if (check?.type === 'CALCULATED')
      return check.childIds.filter(isHealthy).length >= (check.healthThreshold ?? 0);
    return seeingOf(id) > 2 !== (check?.inverted ?? false);
  };
  const seeingOf = (id: string) =>
    world.seeing.get(id) ?? (world.checks.find((each) => each.id === id)?.inverted ? 0 : 16);
  const orThrow = <T>(value: T | Error): T => {
    if (value instanceof Error) throw value;
    return value;
  };

  const world: FakeAdoptWorld = {
    clock,
    deeds,
    steps: [],
    files: new Map(),
    items: [],
    records: [...OTHERS, ...records],
    checks,
    seeing: new Map(),
    isSwitchPresent: false,
    inSyncAfterMs: 10_000,
    answer: () => null,
    page: () => PAGE,
    distribution: null,
    shown: () =>
      world.records
        .filter(({ type }) => ['A', 'AAAA', 'HTTPS'].includes(type))
        .map(({ type, failover, values, ttlSeconds }) =>
          [
            type,
            failover ?? 'plain',
            ...values,
            ...(ttlSeconds === null ? [] : [`${ttlSeconds}s`]),
          ].join(' '),
        ),
    deps: {
      now: clock.now,
      sleep: clock.sleep,
      tell: (step) => {
        world.steps.push(step);
      },
      switchDomain: SWITCH_DOMAIN,
      digest: (text) =>
        `plan-${[...text].reduce((sum, one) => (sum * 31 + one.charCodeAt(0)) % 1_000_003, 7)}`,
      readZone: async (name) => ({
        id: 'Z0EXAMPLE',
        name,
        nameServers: SERVERS.map((one) => one.name),
        acceleratedRecovery: true,
      }),
      readRecords: (_zone, names) =>
        deeds.act('read records', () => world.records.filter(({ name }) => names.includes(name))),
      listHealthChecks: async () => world.checks,
      readCheckers: async (id) => checkers(seeingOf(id), 16),
      readBucket: async (bucket) => ({
        ...BUCKET,
        policy: (BUCKET.policy ?? '').replaceAll(SITE.name, bucket),
      }),
      readCertificate: () => Promise.reject(new Error('nobody asks')),
      resolveAddresses: async (name) =>
        name === WEBSITE_NAME ? [WEBSITE_ADDRESS] : ['203.0.113.77'],
      distributionOf: async () => orThrow(world.distribution),
      fetchPage: async () => orThrow(world.page()),
      probeOnce: async (endpoints) => endpoints.map(() => healthyProbe()),
      findNameServers: async () => SERVERS,
      askNameServer: async (server, name, type) => {
        const instead = world.answer(server, name, type);
        if (instead !== null) return orThrow(instead);
        const zone = {
          name: 'example.com',
          records: world.records,
          aliasAddresses: { [WEBSITE_NAME]: [WEBSITE_ADDRESS], 'lb.example.net': ['203.0.113.77'] },
        };
        const said = answerFor(zone, isHealthy, name, type);
        const [set] = said.kind === 'answer' ? said.sets : [];
        return dnsAnswer({
          addresses: type === 'HTTPS' ? [] : (set?.values ?? []),
          ttlSeconds: set?.ttlSeconds ?? null,
        });
      },
      switch: {
        read: async () =>
          world.isSwitchPresent ? { note: SWITCH_NOTE, isOurs: true, tag: 't' } : null,
      },
      changeRecords: (_zone, changes) =>
        deeds.act(`change ${changes.map(({ action }) => action[0]).join('')}`, () => {
          const facts = {
            zoneName: 'example.com',
            records: world.records,
            healthCheckIds: world.checks.map(({ id }) => id),
          };
          const refusals = refusalsOf(facts, changes);
          if (refusals.length > 0) throw new ChangeRefusedError(refusals);
          world.records = applyChanges(world.records, changes);
          const id = `C${changedAt.size + 1}`;
          changedAt.set(id, clock.now());
          return id;
        }),
      isInSync: async (id) => clock.now() - (changedAt.get(id) ?? 0) >= world.inSyncAfterMs,
      saveFile: (backup) =>
        deeds.act('save file', () => {
          world.files.set('backup.json', backup);
          return 'backup.json';
        }),
      saveItem: (backup) =>
        deeds.act('save item', () => {
          world.items.push(backup);
        }),
    },
  };
  return world;
}

const SERVERS = [1, 2, 3, 4].map((number) => ({
  name: `ns-${number}.example.net`,
  address: `192.0.2.${number}`,
}));
