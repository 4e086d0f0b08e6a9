import type { RecordSet } from '../../../../lib/core/verify/snapshot.ts';
import { PRIMARY_RECORD, SECONDARY_RECORD } from '../../../fixtures/snapshot.ts';
import { findingIn, HEALTHY, troubleIn, type World, withRecords } from '../breaks.ts';

/** A pair of another type beside that of A records; its SECONDARY is as it should be. */
const withPair = (type: string, primary: Partial<RecordSet>): World =>
  withRecords(
    PRIMARY_RECORD,
    SECONDARY_RECORD,
    { ...PRIMARY_RECORD, type, ...primary },
    { ...SECONDARY_RECORD, type },
  );

test.each<[string, World, string[]]>([
  ['hangs on the same health check', withPair('AAAA', {}), []],
  [
    'hangs on another one',
    withPair('AAAA', { healthCheckId: 'other' }),
    ['records.pairs-together warn'],
  ],
  ['hangs on none', withPair('HTTPS', { healthCheckId: null }), ['records.pairs-together warn']],
  ['leads nobody anywhere', withPair('TXT', { healthCheckId: 'other' }), []],
])('when a second pair %s', (_name, world, trouble) => {
  expect(troubleIn(world)).toEqual(trouble);
});

test('what the other pair hangs on is told', () => {
  const id = 'records.pairs-together';
  expect(findingIn(withPair('AAAA', { healthCheckId: 'other' }), id)).toMatchObject({
    seen: 'AAAA on other',
    mend: 'Attach health check parent to every PRIMARY record of www.example.com.',
  });
  expect(findingIn(withPair('AAAA', { healthCheckId: null }), id)?.seen).toBe('AAAA on none');
  expect(findingIn(HEALTHY, id)).toBeUndefined();
});
