import { type Backup, backupFileName, backupOf } from '../../../lib/core/adopt/backup.ts';
import type { PlainOverride } from '../../../lib/core/adopt/overrides.ts';
import type { Plan } from '../../../lib/core/adopt/plan.ts';
import { planAdoption } from '../../../lib/core/adopt/plan-adoption.ts';
import { planRelease } from '../../../lib/core/adopt/plan-release.ts';
import { planRollback } from '../../../lib/core/adopt/plan-rollback.ts';
import { recordsAfter } from '../../../lib/core/adopt/record-sets.ts';
import type { SiteSeen, ZoneSeen } from '../../../lib/core/adopt/seen.ts';
import { changeStateOf } from '../../../lib/core/adopt/state-of.ts';
import { epochMs } from '../../../lib/core/time.ts';
import {
  nameServerAnswer,
  PRIMARY_RECORD,
  SECONDARY_RECORD,
  SITE,
} from '../../fixtures/snapshot.ts';
import {
  CLOUDFRONT,
  checkers,
  choices,
  OTHERS,
  PAIR,
  plain,
  siteSeen,
  zoneSeen,
} from './zone-world.ts';

const AT = epochMs(Date.UTC(2026, 10, 23, 1, 0, 5));
const changesOf = ({ changes }: Plan) =>
  changes.map(({ action, record: { type, failover, ttlSeconds, values } }) =>
    [action, type, failover ?? 'plain', ttlSeconds, ...values].join(' '),
  );
const idsOf = ({ blocks }: Plan) => blocks.map(({ id }) => id);
const onBadDay = (change: Partial<SiteSeen>) => ({ sites: [siteSeen(SITE, change)] });
const SECONDARY_SERVED: Partial<SiteSeen> = {
  dns: { ok: true, value: [nameServerAnswer(1, { addresses: ['198.51.100.20'] })] },
};

describe('a release', () => {
  test('makes a plain record of what the PRIMARY has, TTL and all', () => {
    expect(changesOf(planRelease(zoneSeen([...OTHERS, ...PAIR]), []))).toEqual([
      'DELETE A PRIMARY 60 203.0.113.10',
      'DELETE A SECONDARY ',
      'CREATE A plain 60 203.0.113.10',
    ]);
  });

  test('does the same for AAAA, and leaves the rest', () => {
    const aaaa = { type: 'AAAA', values: ['2001:db8::10'] };
    const seen = zoneSeen([
      ...PAIR,
      { ...PRIMARY_RECORD, ...aaaa },
      { ...SECONDARY_RECORD, type: 'AAAA', alias: CLOUDFRONT },
      plain({ type: 'HTTPS', values: ['1 .'] }),
    ]);
    expect(changesOf(planRelease(seen, []))).toEqual([
      'DELETE A PRIMARY 60 203.0.113.10',
      'DELETE A SECONDARY ',
      'DELETE AAAA PRIMARY 60 2001:db8::10',
      'DELETE AAAA SECONDARY ',
      'CREATE A plain 60 203.0.113.10',
      'CREATE AAAA plain 60 2001:db8::10',
    ]);
  });

  test('of a plain record is nothing to do', () => {
    const plan = planRelease(zoneSeen([plain()]), []);
    expect([plan.changes, plan.blocks]).toEqual([[], []]);
  });

  test.each<[string, string, ZoneSeen]>([
    ['weighted records', 'routing', zoneSeen([plain({ routing: 'weighted', setIdentifier: 'a' })])],
    ['no record', 'no-record', zoneSeen([])],
    ['a SECONDARY alone', 'half-a-pair', zoneSeen([SECONDARY_RECORD])],
    [
      'a zone that DNS does not lead to',
      'wrong-zone',
      zoneSeen(PAIR, { nameServers: { ok: true, value: [] } }),
    ],
    ['the secondary served', 'secondary-served', zoneSeen(PAIR, onBadDay(SECONDARY_SERVED))],
    ['the switch present', 'switch-present', zoneSeen(PAIR, onBadDay({ switched: 'secondary' }))],
  ])('is refused with %s', (_name, id, seen) => {
    expect(idsOf(planRelease(seen, []))).toEqual([id]);
  });

  test('goes ahead while the secondary is served where somebody overrides that, and nothing else', () => {
    const served = zoneSeen(PAIR, onBadDay({ ...SECONDARY_SERVED, switched: 'secondary' }));
    expect(idsOf(planRelease(served, ['secondary-served']))).toEqual([]);
    expect(idsOf(planRelease(zoneSeen([]), ['secondary-served']))).toEqual(['no-record']);
  });
});

describe('a rollback', () => {
  const adoption = planAdoption(zoneSeen([...OTHERS, plain()]), choices());
  const backup = backupOf(adoption, { planId: 'p', by: 'ada', savedAt: AT });
  const adopted = recordsAfter([...OTHERS, plain()], adoption.changes);
  const back = (
    seen: ZoneSeen,
    overrides: readonly PlainOverride[] = [],
    change: Partial<Backup> = {},
  ) => planRollback(seen, { ...backup, ...change }, overrides);

  test('puts the old record back to the letter', () => {
    const plan = back(zoneSeen(adopted));
    expect(idsOf(plan)).toEqual([]);
    expect(changesOf(plan)).toEqual([
      'DELETE A PRIMARY 60 203.0.113.10',
      'DELETE A SECONDARY ',
      'CREATE A plain 300 203.0.113.10',
    ]);
    expect(plan.changes).toEqual(backup.inverse);
  });

  test('is nothing to do where the records are as before already', () => {
    const plan = back(zoneSeen([plain()]));
    expect([plan.changes, plan.blocks]).toEqual([[], []]);
  });

  test.each<[string, string, Plan]>([
    [
      'records that somebody changed',
      'changed-since-backup',
      back(zoneSeen([plain({ ttlSeconds: 61 })])),
    ],
    ['records that are gone', 'changed-since-backup', back(zoneSeen([]))],
    [
      'another zone of that name',
      'other-zone',
      back(zoneSeen(adopted), [], { zone: { id: 'Z1', name: 'example.com' } }),
    ],
    [
      'a batch that leads elsewhere',
      'backup-inconsistent',
      back(zoneSeen(adopted), [], { inverse: backup.inverse.slice(1) }),
    ],
    [
      'a batch that reaches beyond its sites',
      'backup-inconsistent',
      back(zoneSeen(adopted), [], {
        inverse: [...backup.inverse, { action: 'DELETE', record: plain({ name: 'example.com' }) }],
      }),
    ],
    [
      'the secondary served',
      'secondary-served',
      back(zoneSeen(adopted, onBadDay(SECONDARY_SERVED))),
    ],
  ])('is refused with %s', (_name, id, plan) => {
    expect(idsOf(plan)).toEqual([id]);
    if (id !== 'secondary-served') expect(plan.changes).toEqual([]);
  });

  test('goes ahead while the secondary is served where somebody overrides that', () => {
    const served = zoneSeen(adopted, onBadDay(SECONDARY_SERVED));
    expect(idsOf(back(served, ['secondary-served']))).toEqual([]);
  });

  test('into a pair waits for its health checks, unless somebody overrides that', () => {
    const release = planRelease(zoneSeen(PAIR), []);
    const into = backupOf(release, { planId: 'p', by: 'ada', savedAt: AT });
    const seen = zoneSeen([plain({ ttlSeconds: 60 })]);
    const observations = new Map([
      ...seen.observations,
      ['endpoint', { ok: true, value: checkers(1, 16) } as const],
    ]);
    expect(planRollback(seen, into, []).waits).toEqual([]);
    const unready = { ...seen, observations };
    expect(planRollback(unready, into, []).waits).toMatchObject([
      { checkId: 'endpoint', reason: 'unhealthy' },
    ]);
    expect(planRollback(unready, into, ['checks-not-ready']).waits).toEqual([]);
  });

  test('where a change stands is read from the records', () => {
    expect(changeStateOf(adoption, [...OTHERS, plain()])).toBe('before');
    expect(changeStateOf(adoption, adopted)).toBe('after');
    expect(changeStateOf(adoption, [plain({ ttlSeconds: 299 })])).toBe('other');
  });

  test('its file is named after what was done, where and when', () => {
    expect(backupFileName(backup)).toBe('understudy-adopt-www.example.com-2026-11-23T010005Z.json');
    expect(backupFileName({ ...backup, sites: ['www.example.com', 'example.com'] })).toBe(
      'understudy-adopt-www.example.com-and-1-more-2026-11-23T010005Z.json',
    );
  });
});
