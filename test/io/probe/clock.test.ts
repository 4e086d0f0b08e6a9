import { type EpochMs, epochMs } from '../../../lib/core/time.ts';
import { answering, httpAnswer, type Script } from '../../support/servers.ts';
import { endpoint, expecting, NOON, opening } from './loopback.ts';

const opened = opening();
const HOUR_MS = 3_600_000;
const WITHIN_MS = 200;
const FIRST_BYTE_MS = 60;

/** A wall clock that somebody sets to another time while a window runs. */
const clockStepping = (byMs: number) => {
  let at: number = NOON;
  const realNow = Date.now.bind(Date);
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => realNow() + at - NOON);
  opened.also(async () => spy.mockRestore());
  return {
    now: (): EpochMs => epochMs(at),
    step: () => {
      at += byMs;
    },
  };
};

describe.each([
  ['back', -HOUR_MS],
  ['forward', HOUR_MS],
])('a clock set %s by an hour', (_name, byMs) => {
  test('during a probe changes no phase', async () => {
    const clock = clockStepping(byMs);
    const script: Script = (socket) => {
      socket.on('data', () => {
        clock.step();
        setTimeout(() => socket.write(httpAnswer('ok')), FIRST_BYTE_MS);
      });
    };
    const server = await opened.server(script);
    const prober = opened.prober({ now: clock.now });
    const result = await prober.probe(endpoint(server.port), { fresh: true });
    expect(result).toMatchObject({ verdict: 'healthy', at: NOON });
    expect(result.phasesMs.firstByte).toBeGreaterThan(FIRST_BYTE_MS - 2);
    for (const phaseMs of Object.values(result.phasesMs)) {
      expect(phaseMs ?? 0).toBeGreaterThanOrEqual(0);
      expect(phaseMs ?? 0).toBeLessThan(expecting({}).withinMs);
    }
  });

  test('during a probe changes no deadline', async () => {
    const clock = clockStepping(byMs);
    const server = await opened.server(() => clock.step());
    const target = endpoint(server.port, { expect: expecting({ withinMs: WITHIN_MS }) });
    const prober = opened.prober({ now: clock.now });
    const start = performance.now();
    const result = await prober.probe(target, { fresh: true });
    expect(result).toMatchObject({ cause: 'first-byte-timeout', at: NOON });
    expect(performance.now() - start).toBeGreaterThan(WITHIN_MS - 1);
    expect(performance.now() - start).toBeLessThan(WITHIN_MS * 5);
    expect(Math.abs(result.phasesMs.total - WITHIN_MS)).toBeLessThan(WITHIN_MS);
  });

  test('between two probes ends no kept-alive connection, and is told as it is', async () => {
    const clock = clockStepping(byMs);
    const server = await opened.server(answering(() => httpAnswer('ok')));
    const prober = opened.prober({ now: clock.now });
    const first = await prober.probe(endpoint(server.port), { fresh: false });
    clock.step();
    const second = await prober.probe(endpoint(server.port), { fresh: false });
    expect([first.at, second.at]).toEqual([NOON, NOON + byMs]);
    expect(second).toMatchObject({ verdict: 'healthy', fresh: false });
    expect(second.phasesMs.total).toBeLessThan(expecting({}).withinMs);
  });
});
