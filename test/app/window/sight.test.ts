import { Sight } from '../../../lib/app/window/sight.ts';
import { controlEndpoint } from '../../../lib/core/probing/controls.ts';
import type { ProbeResult } from '../../../lib/core/probing/probe.ts';

const ADDRESS = 'www.example.com 203.0.113.10';

/** One site with one address, and a control that does not answer. */
function sightOf() {
  let nowMs = 0;
  const changes: boolean[] = [];
  const silent = { verdict: 'unhealthy', detail: 'no answer' } as ProbeResult;
  const sight = new Sight(
    {
      probe: async () => silent,
      elapsed: () => nowMs,
      log: () => {},
      controls: [controlEndpoint('https://control.example.net/')],
    },
    new AbortController().signal,
    false,
    (isBlind) => changes.push(isBlind),
  );
  sight.expect([ADDRESS]);
  const at = (ms: number) => {
    nowMs = ms;
  };
  return { sight, changes, at };
}

test('a probe that was sent before the latest answer and times out after it does not blind anybody', async () => {
  const { sight, changes, at } = sightOf();
  at(2_000);
  await sight.failed(ADDRESS, 0);
  expect(changes).toEqual([true]);
  // Sent into the dark at 2.0 s; the network is mended, and a hedge of 2.5 s is answered at once.
  at(2_510);
  sight.answered(ADDRESS);
  expect(changes).toEqual([true, false]);
  at(4_000);
  await sight.failed(ADDRESS, 2_000);
  expect(changes).toEqual([true, false]);
  // One that was sent later still does.
  at(6_000);
  await sight.failed(ADDRESS, 4_000);
  expect(changes).toEqual([true, false, true]);
});
