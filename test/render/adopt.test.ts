import { backupOf } from '../../lib/core/adopt/backup.ts';
import type { AdoptOutcome } from '../../lib/core/adopt/outcome.ts';
import type { Plan } from '../../lib/core/adopt/plan.ts';
import { planAdoption } from '../../lib/core/adopt/plan-adoption.ts';
import { planRelease } from '../../lib/core/adopt/plan-release.ts';
import { planRollback } from '../../lib/core/adopt/plan-rollback.ts';
import { epochMs } from '../../lib/core/time.ts';
import { planText } from '../../lib/render/adopt.ts';
import { outcomeText } from '../../lib/render/adopt-outcome.ts';
import { CLOUDFRONT, choices, PAIR, plain, siteSeen, zoneSeen } from '../core/adopt/zone-world.ts';
import { SITE } from '../fixtures/snapshot.ts';

const named = (plan: Plan) => ({ ...plan, id: '3f9c2a71be04' });
const PLAN = named(planAdoption(zoneSeen(), choices()));
const NEXT = {
  plan: 'npm start -- adopt www.example.com',
  apply: 'npm start -- adopt www.example.com --apply --plan 3f9c2a71be04',
  back: (file: string) => `npm start -- adopt --rollback ${file} --apply`,
};
const FILE = 'backup.json';
/** Commands are pasted whole; everything else fits a terminal. */
const widest = (text: string) =>
  Math.max(
    ...text
      .split('\n')
      .filter((line) => !/^ +(npm|aws) /.test(line))
      .map(({ length }) => length),
  );

test('a plan shows the records as they are and as they will be, side by side', () => {
  const lines = planText(PLAN).split('\n');
  expect(lines[0]).toBe('Plan 3f9c2a71be04: failover pairs in zone example.com (Z0EXAMPLE)');
  expect(lines).toContain('A  plain                                A  PRIMARY "primary"');
  expect(lines).toContain('  203.0.113.10                            203.0.113.10');
  expect(lines).toContain('  TTL 300 s                               TTL 60 s');
  expect(lines).toContain(`${' '.repeat(40)}A  SECONDARY "secondary"`);
});

test('a plan shows the batch, each change with all that it deletes or creates', () => {
  expect(planText(PLAN)).toContain(
    [
      '  DELETE  www.example.com A plain, 203.0.113.10, TTL 300 s',
      '  CREATE  www.example.com A PRIMARY "primary", 203.0.113.10, TTL 60 s,',
      '          check parent',
      '  CREATE  www.example.com A SECONDARY "secondary",',
      '          alias to s3-website-eu-west-1.amazonaws.com, in zone Z1BKCTXD74EZPE,',
      '          target health counts',
    ].join('\n'),
  );
});

test('what stays in a pair is marked', () => {
  const [primary, secondary] = PAIR;
  if (primary === undefined || secondary === undefined) throw new Error('no pair');
  const plan = named(
    planAdoption(zoneSeen([{ ...primary, ttlSeconds: 300 }, secondary]), choices()),
  );
  expect(planText(plan)).toMatch(/SECONDARY "secondary" +A {2}SECONDARY "secondary" \(stays\)/);
});

test('what blocks stands with what to do, and how it is overridden where it can be', () => {
  const day = { sites: [siteSeen(SITE, { switched: 'secondary' as const })] };
  const adoption = planText(named(planAdoption(zoneSeen([plain()], day), choices())));
  expect(adoption).toContain('- switch-present: www.example.com: the switch object is there');
  expect(adoption).toContain('\n    npm start -- failback www.example.com --reason TEXT');
  expect(adoption).not.toContain('--override');
  const release = planText(named(planRelease(zoneSeen(PAIR, day), [])));
  expect(release).toContain('To do it all the same: --override secondary-served');
});

test('health checks that are waited for are told with what was seen', () => {
  const seen = { ...zoneSeen(), observations: new Map() };
  expect(planText(named(planAdoption(seen, choices())))).toContain(
    '- switch: its checkers were not asked',
  );
});

test('of a rollback into a pair it is told how the health checks are overruled', () => {
  const release = planRelease(zoneSeen(PAIR), []);
  const backup = backupOf(release, { planId: 'p', by: 'ada', savedAt: epochMs(0) });
  const seen = { ...zoneSeen([plain({ ttlSeconds: 60 })]), observations: new Map() };
  expect(planText(named(planRollback(seen, backup, [])))).toContain('--override checks-not-ready');
});

test('even long names and values fit 80 columns', () => {
  const records = [
    plain({ ttlSeconds: 86_400 }),
    plain({ type: 'AAAA', values: ['2001:0db8:1111:2222:3333:4444:5555:6666'] }),
    plain({
      type: 'HTTPS',
      values: [
        '1 . alpn="h2,h3" ipv4hint=203.0.113.10 ipv6hint=2001:db8::10 ech=AEX+DQBBpQAgACB0EOTMsmUpoFd5oPrvOG3VmwBDqnX2GyBW8hRQZHSsRgAEAAEAAQASY2xvdWRmbGFyZQ',
      ],
    }),
    plain({ name: 'example.com' }),
  ];
  for (const chosen of [
    choices(),
    choices({ cloudfront: CLOUDFRONT.dnsName, beside: { AAAA: 'drop', HTTPS: 'drop' } }),
  ])
    expect(widest(planText(named(planAdoption(zoneSeen(records), chosen))))).toBeLessThanOrEqual(
      80,
    );
});

test.each<[AdoptOutcome, RegExp]>([
  [{ kind: 'planned' }, /^Nothing was changed\.[\s\S]*--apply --plan 3f9c2a71be04$/],
  [{ kind: 'nothing-to-do' }, /^Nothing to do/],
  [{ kind: 'blocked' }, /^Nothing was changed/],
  [{ kind: 'not-ready', waitedMs: 1 }, /^Nothing was changed[\s\S]*--wait/],
  [
    { kind: 'changed-since', expectedId: 'old' },
    /^Nothing was changed\. The plan is no longer old but 3f9c2a71be04/,
  ],
  [
    { kind: 'not-saved', why: 'the disk is full', file: null },
    /^Nothing was changed[\s\S]*the disk is full/,
  ],
  [
    { kind: 'refused', reasons: ['Tried to delete'], file: FILE },
    /^Nothing was changed[\s\S]*- Tried to delete/,
  ],
  [{ kind: 'not-sent', why: 'throttled', file: FILE }, /^Nothing was changed[\s\S]*throttled/],
  [{ kind: 'interrupted', file: null }, /^Nothing was changed/],
  [
    { kind: 'applied', file: FILE, tookMs: 31_000 },
    /^Done in 31 s[\s\S]*--rollback backup\.json --apply$/,
  ],
  [
    { kind: 'interrupted-after', file: FILE },
    /records are changed[\s\S]*--rollback backup\.json --apply$/,
  ],
  [
    { kind: 'rolled-back', why: 'ns-3 answers otherwise', file: FILE },
    /^Taken back: ns-3[\s\S]*as they were before/,
  ],
  [
    { kind: 'rollback-failed', why: 'a', rollbackWhy: 'b', state: 'after', file: FILE },
    /^ATTENTION[\s\S]*still as the change made them[\s\S]*--rollback backup\.json/,
  ],
  [
    { kind: 'uncertain', why: 'timeout', state: 'unknown', file: FILE },
    /^ATTENTION[\s\S]*nobody can say[\s\S]*--rollback/,
  ],
])('the outcome %j says what was changed and what to do', (outcome, words) => {
  const text = outcomeText(outcome, PLAN, NEXT);
  expect(text).toMatch(words);
  expect(widest(text)).toBeLessThanOrEqual(80);
});
