import { makeCallPace } from '../../lib/io/call-pace.ts';
import { elapsed, sleep } from '../../lib/io/clock.ts';
import { type EmulatorName, urlVariable } from './emulators.ts';

export type { EmulatorName };

/** How a client is made that asks the emulator. */
export type EmulatedClient = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
};

/** Tests that need an emulator; skipped, and shown as such, where it is not installed. */
export function describeOn(name: EmulatorName, tests: (client: EmulatedClient) => void): void {
  const endpoint = process.env[urlVariable(name)];
  if (endpoint === undefined) {
    describe.skip(`on ${name}, which is not installed`, () => {
      test('nothing is tested', () => undefined);
    });
    return;
  }
  // ministack takes the key for the account, and knows its functions in this one only.
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  describe(`on ${name}`, () =>
    tests({ endpoint, region: 'eu-west-1', credentials, maxAttempts: 2 }));
}

/** A name that no other test has. */
export const uniqueName = (what: string): string =>
  `${what}-${process.pid}-${Math.random().toString(36).slice(2, 8)}`;

/** The pace of calls to Route 53, on a clock that runs a hundred times as fast. */
export const hurriedPace = () =>
  makeCallPace({
    monotonicMs: () => elapsed() * 100,
    sleep: (durationMs, signal) => sleep(durationMs / 100, signal),
    chance: Math.random,
  });
