import { type Counts, reportOf } from '../../../lib/core/rehearsal.ts';
import type { Finding } from '../../../lib/core/verify/finding.ts';
import { REAL, SHORTENED } from '../../../lib/local/pace.ts';
import { outage } from '../../../lib/local/scripts/outage.ts';
import { scriptsAt } from '../../../lib/local/scripts.ts';
import type { Style } from '../../../lib/render/paint.ts';
import {
  leadText,
  mailText,
  reportText,
  stepLine,
} from '../../../lib/render/rehearsal/rehearsal.ts';
import {
  asideLine,
  asideOf,
  verificationText,
} from '../../../lib/render/rehearsal/rehearsal-aside.ts';
import {
  introText,
  playgroundText,
  progressText,
} from '../../../lib/render/rehearsal/rehearsal-intro.ts';
import { messageOf } from '../../support/messages.ts';

const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
const finding = (id: string, outcome: Finding['outcome']): Finding => ({
  id,
  outcome,
  seen: `${id} was seen`,
  why: 'it matters',
  mend: null,
});
const MARKED = (style: Style, text: string) => `<${style}>${text}</${style}>`;

const OUTAGE = outage(SHORTENED);

test('a step says when, what and what it means', () => {
  const step = { name: 'failure', mood: 'bad', text: 'the primary is killed' } as const;
  expect(stepLine(step, 0)).toBe('  0.00 s  failure       the primary is killed');
  expect(stepLine(step, 12_345, ', at 198.51.100.20', MARKED)).toBe(
    ' 12.35 s  <bad>failure     </bad>  the primary is killed, at 198.51.100.20',
  );
});

test('a step that says more than its line wraps under itself', () => {
  const text = 'somebody reads the mail and puts the policy back where it was before';
  expect(stepLine({ name: 'page-mended', mood: 'strong', text }, 6_250).split('\n')).toEqual([
    '  6.25 s  page-mended   somebody reads the mail and puts the policy back where',
    '                        it was before',
  ]);
});

test('every step of every script fits into 80 columns, with the longest address', () => {
  for (const { steps } of scriptsAt(SHORTENED))
    for (const step of steps)
      expect(longest(stepLine(step, 599_999, ', at 255.255.255.255'))).toBeLessThanOrEqual(80);
});

test('an aside stands in the columns of the steps and wraps under itself', () => {
  const aside = asideOf({
    kind: 'decision',
    phase: 'failing-over',
    flipTo: 'secondary',
    reason: 'primary-unhealthy',
  });
  if (aside === null) throw new Error('nothing to say');
  expect(asideLine(aside, 1_960)).toBe(
    [
      '  1.96 s    decision    failing-over, flip to the secondary. The primary is',
      '                        unhealthy and no safety rule forbids a failover.',
    ].join('\n'),
  );
  expect(asideLine(aside, 1_960, MARKED)).toMatch(/^<quiet>.*<\/quiet>$/s);
});

const MAIL = {
  ...messageOf(),
  subject: 'www.example.com: secondary is served',
  body: `Visitors get the secondary.\n\n${'x'.repeat(72)}`,
};

test.each([
  [{ kind: 'detected' }, null],
  [{ kind: 'window', isHandedOver: true }, null],
  [{ kind: 'crash', moment: 'before-switch' }, 'the failover function died'],
  [{ kind: 'mail', message: MAIL }, 'www.example.com: secondary is served'],
  [{ kind: 'switch', isPresent: true }, 'the object is put: the switch says fail over'],
  [{ kind: 'switch', isPresent: false }, 'the object is removed: the switch says stay'],
  [
    { kind: 'health-check', name: 'the switch check', isHealthy: false },
    'the switch check is unhealthy',
  ],
  [
    { kind: 'dns', served: 'secondary', addresses: ['198.51.100.20'] },
    'the name servers answer 198.51.100.20 (secondary)',
  ],
  [{ kind: 'dns', served: 'unknown', addresses: [] }, 'the name servers answer nothing (unknown)'],
  [{ kind: 'trouble', text: 'alert not sent:\n no\tnetwork' }, 'alert not sent: no network'],
] as const)('%j', (happening, text) => {
  expect(asideOf(happening)?.text ?? null).toBe(text);
});

test('a verification that passes is one line', () => {
  expect(verificationText([finding('a', 'pass'), finding('b', 'pass')])).toBe('all 2 checks pass');
});

test('a verification that does not pass names the gravest findings first, and counts the rest', () => {
  const findings = [
    finding('a', 'pass'),
    finding('b', 'warn'),
    finding('c', 'fail'),
    finding('d', 'unknown'),
    finding('e', 'warn'),
  ];
  expect(verificationText(findings).split('\n')).toEqual([
    '1 of 5 checks pass',
    'FAIL c: c was seen',
    'UNKNOWN d: d was seen',
    'WARN b: b was seen',
    'and 1 more',
  ]);
});

test('a mail is shown whole, and narrow enough for 80 columns', () => {
  const text = mailText(MAIL);
  expect(text.split('\n').slice(0, 4)).toEqual([
    '',
    '    | Subject: www.example.com: secondary is served',
    '    |',
    '    | Visitors get the secondary.',
  ]);
  expect(longest(text)).toBeLessThanOrEqual(80);
});

test('a mail is shown as far as its first paragraph', () => {
  expect(leadText(MAIL).split('\n')).toEqual([
    '',
    '    | Subject: www.example.com: secondary is served',
    '    |',
    '    | Visitors get the secondary.',
    '',
  ]);
});

const seen = (count: number) =>
  new Map(OUTAGE.steps.slice(0, count).map(({ name }, index) => [name, index * 1_000] as const));
const COUNTS: Counts = { ...OUTAGE.tally, windows: 5, handOvers: 5 };
const linesOf = (count: number, counts: Counts = COUNTS) =>
  reportText(reportOf(OUTAGE, seen(count), counts, 1_000), OUTAGE).split('\n');

test('the table of a day that went well', () => {
  expect(linesOf(8)).toEqual([
    '  step          after failure  after the step before',
    '  failure              0.00 s',
    '  detected             1.00 s                +1.00 s',
    '  alerted              2.00 s                +1.00 s',
    '  dns-changed          3.00 s                +1.00 s',
    '  page-served          4.00 s                +1.00 s',
    '  primary-back         5.00 s                +1.00 s',
    '  failed-back          6.00 s                +1.00 s',
    '  resolved             7.00 s                +1.00 s',
    '',
    'All 8 steps were observed.',
    "Visitors got the secondary's page 4.00 s after the failure,",
    'and the primary 1.00 s after it came back.',
    'DNS changed its answer twice, the switch was put once; mails: 1 outage-opened, 1',
    'moved-on-secondary, 1 moved-on-primary, 1 outage-resolved.',
  ]);
});

test('the table of a day that did not names the missing step, and claims no times', () => {
  expect(linesOf(3).slice(4)).toEqual([
    '  dns-changed        not seen',
    '',
    'Not observed in time: dns-changed (every name server answers with the',
    'secondary).',
  ]);
});

test('a day on which something else happened, too, says what', () => {
  expect(linesOf(8, { ...COUNTS, dnsChanges: 4, mails: { ...COUNTS.mails, odd: 1 } })).toEqual([
    ...linesOf(8).slice(0, 10),
    'All 8 steps were observed, and something else:',
    '- changes of what DNS answers: 4, and not 2',
    '- mails of odd: 1, and not 0',
  ]);
});

test('a day on which nothing happens says so', () => {
  const [script] = scriptsAt(SHORTENED).filter(({ name }) => name === 'blind');
  if (script === undefined) throw new Error('no such script');
  const seenAtMs = new Map(script.steps.map(({ name }, index) => [name, index] as const));
  const counts = { ...script.tally, windows: 3, handOvers: 3 };
  expect(reportText(reportOf(script, seenAtMs, counts, 1_000), script)).toContain(
    'DNS never changed its answer, the switch was never put; mails: 1 blind-opened,',
  );
});

const PLACES = {
  site: {
    name: 'www.example.com',
    hostedZone: 'example.com',
    zoneRoleArn: null,
    secondary: {
      bucket: 'b',
      isExisting: false,
      front: { kind: 'website' },
      region: 'eu-west-1',
      content: './site',
      marker: null,
    },
  },
  ports: { primary: 1_001, website: 1_002, dns: 1_003 },
  primaryAddress: '203.0.113.10',
  nameServers: 4,
} as const;

test('the introduction says what is played, where everything is and what is shortened', () => {
  const pace = { ...SHORTENED, checkerIntervalMs: 1_500 };
  const text = introText(OUTAGE, PLACES, pace, 16_800);
  expect(text).toMatch(/^A bad day of www\.example\.com, rehearsed on this machine\nReal sockets/);
  expect(text).toContain('\nThe primary dies. Visitors are to get the secondary');
  expect(text).toContain('  primary           203.0.113.10             127.0.0.1:1001');
  expect(text).toContain('  name servers      4 of example.com         127.0.0.1:1003');
  expect(text).toContain('  a health checker  1.5 s   in place of 10 s by default');
  expect(text).toContain('  a window          3 s     in place of 1 min by default');
  expect(text).toMatch(/\nIt takes about 20 s\.$/);
  expect(longest(text)).toBeLessThanOrEqual(80);
});

test('at the real pace only the two waits are not as by default', () => {
  const text = introText(OUTAGE, PLACES, REAL, 197_000);
  expect(text).toContain("At the real pace: Route 53's checkers, and the defaults of sites.yml");
  expect(text.match(/ in place of .*/g)).toEqual([
    ' in place of 10 min by default',
    ' in place of 5 min by default',
  ]);
  expect(text).toMatch(/\nIt takes about 3 min 20 s\.$/);
});

test('the introduction of every script fits into 80 columns', () => {
  for (const script of scriptsAt(REAL))
    expect(longest(introText(script, PLACES, REAL, 300_000))).toBeLessThanOrEqual(80);
});

test('the living line fits into 80 columns at its longest', () => {
  const text = progressText(59_999, 'primary-back', 59_999, 'secondary');
  expect(text).toBe('60.00 s  waiting for primary-back (60.00 s)  DNS answers: secondary');
  expect(text.length).toBeLessThanOrEqual(75);
});

test('the addresses to play with can be pasted', () => {
  expect(playgroundText(PLACES)).toContain(
    '  dig @127.0.0.1 -p 1003 www.example.com +noall +answer\n' +
      "  curl -H 'Host: www.example.com' http://127.0.0.1:1001/",
  );
});
