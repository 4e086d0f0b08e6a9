import fc from 'fast-check';
import { epochMs, plusMs } from '../../lib/core/time.ts';
import { type BlindFacts, blindAlert } from '../../lib/render/blind-alert.ts';

const AT = epochMs(Date.UTC(2026, 10, 22, 18, 5, 9));

const BLIND: BlindFacts = {
  stack: 'understudy-prod',
  sites: ['www.example.com', 'shop.example.com'],
  controls: ['checkip.amazonaws.com', 'sts.amazonaws.com'],
  blindness: { state: 'open', since: AT, openedTold: false },
  now: plusMs(AT, 12_000),
};
const OVER: BlindFacts = {
  ...BLIND,
  blindness: { state: 'over', since: AT, until: plusMs(AT, 250_000), openedTold: true },
  now: plusMs(AT, 250_000),
};

test('the owner is told that nothing is claimed, and how to look for oneself', () => {
  expect(blindAlert('opened', BLIND)).toEqual({
    subject: 'understudy-prod 18:05 UTC: the monitor is blind',
    body: `Understudy (understudy-prod) can see nothing: every probe of every site
fails, and the control targets do not answer either. It does not know
how the sites are.

SINCE WHEN AND HOW SURE
Blind since 2026-11-22 18:05:09 UTC (12 s ago).
Controls that do not answer: checkip.amazonaws.com, sts.amazonaws.com.

WHAT UNDERSTUDY DOES
It goes on probing. No site becomes unhealthy and nothing is flipped
until something answers. Route 53 goes on failing over by itself.

WHAT YOU CAN DO
See for yourself:
  dig +short www.example.com
  dig +short checkip.amazonaws.com
  dig +short sts.amazonaws.com

WHERE TO LOOK
docs/runbook.md#monitor-blind`,
    attributes: { site: 'understudy-prod', event: 'monitor-blind', severity: 'critical' },
  });
});

test('the end says how long it was, and that failures count again', () => {
  expect(blindAlert('resolved', OVER)).toEqual({
    subject: 'understudy-prod 18:05 UTC: the monitor sees again after 4 min 10 s',
    body: `Understudy (understudy-prod) sees again, after 4 min 10 s.

WHAT UNDERSTUDY DOES
It judges the sites again. Whoever is unhealthy now gets an alert of its
own.
Watched: www.example.com, shop.example.com.

WHERE TO LOOK
docs/runbook.md#monitor-sees-again`,
    attributes: { site: 'understudy-prod', event: 'monitor-sees-again', severity: 'info' },
  });
});

test('what could not be sent while blind says that it comes late', () => {
  const { body } = blindAlert('opened', OVER);
  expect(body).toContain('for 4 min 10 s');
  expect(body).toContain('This message could not be sent earlier.');
});

test('a crowd of sites is cut, and the subject is fit for SNS whatever the stack is called', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }), (stack) => {
      const sites = Array.from({ length: 40 }, (_none, number) => `s${number}.example.com`);
      const message = blindAlert('resolved', { ...OVER, stack, sites });
      expect(message.subject).toMatch(/^[ -~]{1,99}$/);
      expect(message.body.replaceAll('\n', ' ')).toContain('s9.example.com and 30 more.');
    }),
  );
});
