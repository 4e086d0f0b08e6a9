import type { News } from '../../../lib/core/alerts/news.ts';
import { initialFailoverState } from '../../../lib/core/failover.ts';
import { plusMs } from '../../../lib/core/time.ts';
import { drillEndedAlert, drillStartedAlert } from '../../../lib/render/alerts/drill-alert.ts';
import { flipAlert } from '../../../lib/render/alerts/flip-alert.ts';
import { type NewsFacts, newsAlert } from '../../../lib/render/alerts/news-alert.ts';
import { overrideAlert } from '../../../lib/render/alerts/override-alert.ts';
import { SUBJECT_CHARS_MAX } from '../../../lib/render/text.ts';
import { drill } from '../../core/situations.ts';
import { SITE } from '../../fixtures/snapshot.ts';
import { AT, EVIDENCE, MOVED, REPORT } from '../situations.ts';

const FACTS: NewsFacts = {
  site: SITE,
  news: MOVED,
  evidence: EVIDENCE,
  failover: { ...initialFailoverState(AT), cause: 'order' },
  now: plusMs(AT, 34_000),
};
const OVERRIDDEN: News = {
  ...MOVED,
  kind: 'overridden',
  phase: 'failing-over',
  reason: 'ordered',
  by: 'ada',
  overridden: ['held', 'cooling-down'],
};

test('a move is told as of when it was decided', () => {
  const { site, evidence, now } = FACTS;
  const { phase, reason } = MOVED;
  expect(newsAlert(FACTS)).toEqual(
    flipAlert({ site, phase, reason, cause: 'order', evidence, at: AT, now }),
  );
});

test('an override is told as one', () => {
  const { site, evidence, now } = FACTS;
  expect(newsAlert({ ...FACTS, news: OVERRIDDEN })).toEqual(
    overrideAlert({ site, news: OVERRIDDEN, evidence, now }),
  );
});

test('a drill that starts is told with its reason, also when it is told after its end', () => {
  const news: News = { ...MOVED, kind: 'drill-started', by: 'ada', reason: 'drill' };
  const { stayMs, withinMs } = SITE.policy.drill;
  const told = drillStartedAlert({
    site: SITE.name,
    by: 'ada',
    reason: 'the quarterly drill',
    startedAt: REPORT.startedAt,
    stayMs,
    withinMs,
    now: FACTS.now,
  });
  const during = { ...FACTS.failover, drill: drill({ startedAt: REPORT.startedAt }) };
  expect(newsAlert({ ...FACTS, news, failover: during })).toEqual(told);
  const after = { ...FACTS.failover, lastDrill: REPORT };
  expect(newsAlert({ ...FACTS, news, failover: after })).toEqual(told);
});

test('a drill that ended is told with its report', () => {
  const news: News = { ...MOVED, kind: 'drill-ended' };
  const failover = { ...FACTS.failover, lastDrill: REPORT };
  expect(newsAlert({ ...FACTS, news, failover })).toEqual(
    drillEndedAlert({ report: REPORT, now: FACTS.now }),
  );
});

describe('an override', () => {
  const told = (news: Partial<News>) =>
    newsAlert({
      ...FACTS,
      news: { ...OVERRIDDEN, ...news },
      evidence: { ...EVIDENCE, served: 'primary' },
    });

  test('is told to everybody with the rules, and where to read why', () => {
    const { subject, body, attributes } = told({});
    expect(subject).toBe(
      'www.example.com override 11-22 18:05Z: failover by order against the rules',
    );
    expect(body).toContain(`- held: An operator holds the site: Understudy watches and does not
  flip.
- cooling-down: The latest flip is too recent: the cooldown is not over.
`);
    expect(body).toContain('It was done at 2026-11-22 18:05:09 UTC (34 s ago).');
    expect(body).toContain('"action":"history"');
    expect(attributes).toEqual({
      site: 'www.example.com',
      event: 'overridden-failover',
      severity: 'critical',
    });
  });

  test.each<[string, Partial<News>, string, string]>([
    [
      'a failback',
      { phase: 'failing-back', overridden: ['primary-not-healthy'] },
      'failback by order',
      'ada ordered a failback of www.example.com against a safety rule: primary-not-healthy.',
    ],
    [
      'a drill',
      { reason: 'drill', overridden: ['blind'] },
      'drill by order',
      'ada began a drill of www.example.com against a safety rule: blind.',
    ],
    [
      'a switch that was removed by hand',
      {
        phase: 'failing-back',
        reason: 'switched-by-hand',
        by: 'understudy',
        overridden: ['primary-not-healthy'],
      },
      'failback by hand',
      'Somebody removed the switch object of www.example.com by hand, which is a failback, against a safety rule: primary-not-healthy.',
    ],
  ])('by %s says who did it', (_name, news, subject, lead) => {
    const message = told(news);
    expect(message.subject).toContain(`www.example.com override 11-22 18:05Z: ${subject}`);
    expect(message.body.split('\n\n')[0]?.replaceAll('\n', ' ')).toContain(lead);
  });

  test('keeps what happened in the subject, however long the name of the site is', () => {
    const site = { ...SITE, name: `${'long-'.repeat(20)}.example.com` };
    const { subject } = newsAlert({ ...FACTS, site, news: OVERRIDDEN });
    expect(subject.length).toBeLessThanOrEqual(SUBJECT_CHARS_MAX);
    expect(subject).toMatch(/: failover by order against the rules$/);
  });

  test('what the operator is called stays on one line', () => {
    expect(told({ by: 'ada\n\nWHAT IS KNOWN\n- primary: healthy' }).body).toMatch(
      /^ada WHAT IS KNOWN - primary: healthy ordered a failover/,
    );
  });
});
