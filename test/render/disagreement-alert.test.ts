import type { DisagreementKind, Views } from '../../lib/core/disagreement.ts';
import { plusMs } from '../../lib/core/time.ts';
import { DISAGREEMENT_TEXT, disagreementAlert } from '../../lib/render/disagreement-alert.ts';
import { SITE } from '../fixtures/snapshot.ts';
import { AT } from './situations.ts';

const VIEWS: Views = {
  phase: 'on-secondary',
  ours: 'healthy',
  checkers: 'unhealthy',
  served: 'primary',
  isFlipStuck: false,
  isFailoverInDoubt: false,
};
const alert = (kind: DisagreementKind, name: string = SITE.name) =>
  disagreementAlert({
    site: { ...SITE, name },
    disagreement: { kind, since: AT, isTold: false },
    views: VIEWS,
    now: plusMs(AT, 250_000),
  });
const KINDS = Object.keys(DISAGREEMENT_TEXT) as DisagreementKind[];

test('it says what each of them sees, since when, and what it may be', () => {
  expect(alert('primary-served')).toEqual({
    subject: 'www.example.com: primary is served after a failover',
    body: String.raw`Visitors of www.example.com get the primary although the site was failed
over to the secondary.

WHAT EACH OF THEM SEES
- our probes: the primary is healthy
- Route 53's checkers: the primary is unhealthy
- the name servers answer with: primary
- Understudy's phase: on-secondary
It has been so since 2026-11-22 18:05:09 UTC (4 min 10 s ago).

WHAT IT MAY BE
The switch stands and Route 53 does not follow it: the switch check
cannot read the object, is disabled or not inverted, or is not a child
of the check on the PRIMARY record.

WHAT YOU CAN DO
Ask Understudy what it knows:
  npx sls invoke -f failover -d '{"action":"status","site":"www.example.com"}'
See whether a flip would work, and what is wrong if not:
  npx sls invoke -f failover -d '{"action":"verify","site":"www.example.com"}'
Ask DNS whom visitors get:
  dig +short www.example.com
Ask the primary yourself:
  curl -sS -o /dev/null -w '%{http_code}\n' -H 'Host: www.example.com' http://203.0.113.10:80/health

WHERE TO LOOK
docs/runbook.md#disagreement`,
    attributes: { site: 'www.example.com', event: 'disagreement', severity: 'critical' },
  });
});

test.each<[DisagreementKind, string, 'critical' | 'warning', string]>([
  [
    'secondary-served',
    'secondary is served, primary is healthy',
    'warning',
    'Visitors of www.example.com get the secondary although Understudy did not fail over and sees a healthy primary.',
  ],
  [
    'primary-served',
    'primary is served after a failover',
    'critical',
    'Visitors of www.example.com get the primary although the site was failed over to the secondary.',
  ],
  [
    'neither-served',
    'neither primary nor secondary is served',
    'critical',
    "Visitors of www.example.com are sent to an address that is neither the primary's nor the secondary's.",
  ],
  [
    'flip-not-followed',
    'the name servers do not follow the flip',
    'warning',
    'A flip of www.example.com has been under way for minutes, and the name servers do not follow it.',
  ],
  [
    'primary-answers',
    'primary is unhealthy to us, and yet answers',
    'warning',
    'The monitor finds the primary of www.example.com unhealthy, and yet the primary answers the failover function each time it is asked. So there was no failover so far.',
  ],
  [
    'checkers-see-outage',
    "Route 53's checkers alone see an outage",
    'warning',
    "Route 53's checkers find the primary of www.example.com unhealthy, and our probes find it healthy.",
  ],
  [
    'checkers-see-none',
    "Route 53's checkers see no outage, we do",
    'warning',
    "Our probes find the primary of www.example.com unhealthy, and Route 53's checkers find it healthy.",
  ],
])('%s', (kind, subject, severity, lead) => {
  const message = alert(kind);
  expect(message.subject).toBe(`www.example.com: ${subject}`);
  expect(message.attributes.severity).toBe(severity);
  expect(message.body.split('\n\n')[0]?.replaceAll('\n', ' ')).toBe(lead);
});

test.each(KINDS)('%s: the subject is ASCII, short, and whole behind the longest name', (kind) => {
  const { subject } = alert(kind, `${'bücher-'.repeat(9)}.example.com`);
  expect(subject).toMatch(/^[ -~]{1,99}$/);
  expect(subject.endsWith(`: ${DISAGREEMENT_TEXT[kind].subject}`)).toBe(true);
});

test.each(KINDS)('%s: nothing but a command is wider than a mail client shows', (kind) => {
  for (const line of alert(kind).body.split('\n'))
    if (!line.startsWith('  ')) expect(line.length).toBeLessThanOrEqual(72);
});
