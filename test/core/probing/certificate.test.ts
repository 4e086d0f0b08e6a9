import { endingGravity, endingPresence } from '../../../lib/core/probing/certificate.ts';
import type { Certificate } from '../../../lib/core/probing/probe.ts';
import { epochMs, plusMs } from '../../../lib/core/time.ts';

const NOON = epochMs(Date.UTC(2026, 10, 22, 12));
const DAY_MS = 24 * 60 * 60_000;
const endingIn = (days: number): Certificate => ({
  issuer: 'CN=R11',
  validFrom: plusMs(NOON, -80 * DAY_MS),
  validTo: plusMs(NOON, days * DAY_MS),
});

test.each<[string, Certificate | null, string, number]>([
  ['none was seen', null, 'unknown', 0],
  ['it holds for more than two weeks', endingIn(15), 'absent', 0],
  ['two weeks are left', endingIn(14), 'present', 1],
  ['a week is left', endingIn(7.9), 'present', 2],
  ['two days are left', endingIn(2), 'present', 3],
  ['it has ended', endingIn(-1), 'present', 3],
])('when %s', (_name, certificate, presence, gravity) => {
  expect(endingPresence(certificate, NOON)).toBe(presence);
  expect(endingGravity(certificate, NOON)).toBe(gravity);
});
