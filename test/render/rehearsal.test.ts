import { REHEARSAL_STEPS, reportOf } from '../../lib/core/rehearsal.ts';
import type { Finding } from '../../lib/core/verify/finding.ts';
import type { Style } from '../../lib/render/paint.ts';
import { mailText, reportText, STEP_TEXT, stepLine } from '../../lib/render/rehearsal.ts';
import { asideLine, asideOf, verificationText } from '../../lib/render/rehearsal-aside.ts';
import { introText, playgroundText, progressText } from '../../lib/render/rehearsal-intro.ts';

const longest = (text: string): number => Math.max(...text.split('\n').map((line) => line.length));
const finding = (id: string, outcome: Finding['outcome']): Finding => ({
  id,
  outcome,
  seen: `${id} was seen`,
  why: 'it matters',
  mend: null,
});
const MARKED = (style: Style, text: string) => `<${style}>${text}</${style}>`;

test('a step says when, what and what it means', () => {
  expect(stepLine('failure', 0)).toBe(
    '  0.00 s  failure       the primary is killed: connections to it are refused',
  );
  expect(stepLine('page-served', 12_345, ', at 198.51.100.20')).toBe(
    " 12.35 s  page-served   DNS leads to the secondary's page, at 198.51.100.20",
  );
});

test('every step fits into 80 columns, with the longest address', () => {
  for (const step of REHEARSAL_STEPS) {
    const more = step === 'page-served' ? ', at 255.255.255.255' : '';
    expect(stepLine(step, 59_999, more).length).toBeLessThanOrEqual(80);
  }
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
  subject: 'www.example.com: secondary is served',
  body: `Visitors get the secondary.\n\n${'x'.repeat(72)}`,
  attributes: { site: 'www.example.com', event: 'on-secondary', severity: 'warning' },
} as const;

test.each([
  [{ kind: 'detected' }, null],
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

const seen = (count: number) =>
  new Map(REHEARSAL_STEPS.slice(0, count).map((name, index) => [name, index * 1_000] as const));

test('the table of a day that went well', () => {
  expect(reportText(reportOf(seen(8), 1_000)).split('\n')).toEqual([
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
  ]);
});

test('the table of a day that did not names the missing step, and claims no times', () => {
  const lines = reportText(reportOf(seen(3), 1_000)).split('\n');
  expect(lines.slice(4)).toEqual([
    '  dns-changed        not seen',
    '',
    `Not observed in time: dns-changed (${STEP_TEXT['dns-changed']}).`,
  ]);
});

const PLACES = {
  site: {
    name: 'www.example.com',
    hostedZone: 'example.com',
    secondary: { bucket: 'b', region: 'eu-west-1', content: './site', marker: null },
  },
  ports: { primary: 1_001, website: 1_002, dns: 1_003 },
  primaryAddress: '203.0.113.10',
  nameServers: 4,
} as const;

test('the introduction says where everything is and what is shortened', () => {
  const text = introText(PLACES, {
    intervalMs: 1_000,
    windowMs: 3_000,
    checkerIntervalMs: 1_500,
    cooldownMs: 5_000,
    stableForMs: 2_000,
  });
  expect(text).toContain('  primary           203.0.113.10             127.0.0.1:1001');
  expect(text).toContain('  name servers      4 of example.com         127.0.0.1:1003');
  expect(text).toContain('  a health checker  1.5 s   in place of 10 s by default');
  expect(longest(text)).toBeLessThanOrEqual(80);
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
