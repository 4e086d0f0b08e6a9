import { Ledger } from '../../bin/rehearsal/ledger.ts';
import type { Served } from '../../lib/core/failover.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';
import { messageOf } from '../support/messages.ts';

const dns = (served: Served): Happening => ({ kind: 'dns', served, addresses: [] });
const mail = (event: string, subject = event): Happening => ({
  kind: 'mail',
  message: { ...messageOf({ event }), subject },
});

function ledgerOf(served: Served, happenings: readonly Happening[]) {
  const ledger = new Ledger();
  ledger.take({ kind: 'switch', isPresent: true }, 10);
  ledger.begin(100, served);
  for (const [index, happening] of happenings.entries()) ledger.take(happening, 100 + index);
  return ledger;
}

test.each<[string, number, readonly Served[]]>([
  ['nothing moves', 0, []],
  ['there and back', 2, ['secondary', 'primary']],
  ['name servers that do not agree yet', 2, ['mixed', 'secondary', 'mixed', 'primary']],
  ['a moment in which nobody could be asked', 0, ['unknown', 'primary']],
  ['a flap', 4, ['secondary', 'primary', 'secondary', 'primary']],
  ['an answer that is neither', 2, ['neither', 'primary']],
])('changes of what DNS answers: %s', (_name, changes, answers) => {
  expect(ledgerOf('primary', answers.map(dns)).counts(null).dnsChanges).toBe(changes);
});

test('counts mails by event, flips and hand-overs, from the beginning on', () => {
  const ledger = ledgerOf('primary', [
    mail('outage-opened'),
    mail('outage-opened'),
    mail('on-secondary'),
    { kind: 'switch', isPresent: true },
    { kind: 'switch', isPresent: false },
    { kind: 'window', isHandedOver: true },
    { kind: 'window', isHandedOver: false },
  ]);
  expect(ledger.counts('passed')).toEqual({
    dnsChanges: 0,
    switchPuts: 1,
    mails: { 'outage-opened': 2, 'on-secondary': 1 },
    drill: 'passed',
    windows: 2,
    handOvers: 1,
  });
});

test('finds the first report since a moment, with its mail', () => {
  const ledger = ledgerOf('primary', [mail('opened', 'one'), mail('opened', 'two')]);
  const report = { kind: 'mail', event: 'opened' } as const;
  expect(ledger.find(report, 0)).toMatchObject({ at: 100, mail: { subject: 'one' } });
  expect(ledger.find(report, 101)).toMatchObject({ at: 101, mail: { subject: 'two' } });
  expect(ledger.find(report, 102)).toBeNull();
  expect(ledger.find({ kind: 'switch', isPresent: true }, 0)).toBeNull();
});
