import type { AuditEntry } from '../../lib/core/audit.ts';
import { plusMs } from '../../lib/core/time.ts';
import { historyText } from '../../lib/render/history.ts';
import { AT } from './situations.ts';

const DONE: AuditEntry = {
  site: 'www.example.com',
  at: AT,
  event: 'failover-done',
  by: 'understudy',
  reason: 'dns-confirmed',
  words: null,
  phase: 'on-secondary',
  overridden: [],
};

test('an audit trail says when, what, by whom and why, newest first', () => {
  expect(
    historyText([
      { ...DONE, at: plusMs(AT, 90_000), event: 'release', by: 'ada', reason: 'awaiting-order' },
      DONE,
      {
        ...DONE,
        at: plusMs(AT, -20_000),
        event: 'failover-begun',
        by: 'arn:aws:iam::123456789012:user/ada',
        reason: 'ordered',
        words: 'the database is\nbroken',
        overridden: ['held', 'cooling-down'],
      },
      { ...DONE, at: plusMs(AT, -60_000), event: 'maintenance', by: 'bob', words: 'a new kernel' },
      {
        ...DONE,
        at: plusMs(AT, -90_000),
        event: 'failback-begun',
        reason: 'switched-by-hand',
        overridden: ['primary-not-healthy'],
      },
      { ...DONE, at: plusMs(AT, -95_000), event: 'drill-ended', reason: null },
    ]),
  ).toBe(`www.example.com
2026-11-22 18:06:39 UTC  release         ada
2026-11-22 18:05:09 UTC  failover done   understudy
    The name servers answer with the target.
2026-11-22 18:04:49 UTC  failover begun  arn:aws:iam::123456789012:user/ada
    the database is broken
    Overridden: held, cooling-down.
2026-11-22 18:04:09 UTC  maintenance     bob
    a new kernel
2026-11-22 18:03:39 UTC  failback begun  understudy
    Somebody put or removed the switch object by hand, which is an
    order.
    Overridden: primary-not-healthy.
2026-11-22 18:03:34 UTC  drill ended     understudy`);
});

test('an empty trail says how far back it goes', () => {
  expect(historyText([])).toBe('Nothing has happened yet, as far as the audit trail goes back.');
});
