import * as fc from 'fast-check';
import {
  ATTEMPTS_MAX,
  backoffMs,
  CALLS_PER_SECOND_MAX,
  makeCallPace,
} from '../../lib/io/call-pace.ts';

const NEVER = new AbortController().signal;

/** A clock that moves only when somebody sleeps. */
function makeTime() {
  let now = 0;
  const slept: number[] = [];
  const wait = (durationMs: number) => {
    now += durationMs;
  };
  return {
    slept,
    wait,
    deps: {
      monotonicMs: () => now,
      sleep: async (durationMs: number) => {
        slept.push(durationMs);
        wait(durationMs);
      },
      chance: () => 0,
    },
  };
}

const awsError = (name: string, httpStatusCode: number) =>
  Object.assign(new Error('Rate exceeded'), { name, $metadata: { httpStatusCode } });

test('calls go out at once until the limit of a second is reached', async () => {
  const time = makeTime();
  const pace = makeCallPace(time.deps);
  for (let call = 0; call < 6; call += 1) await pace(async () => call, NEVER);
  expect(time.slept).toEqual([1_000]);
});

test('no second ever has more calls than the limit, repetitions included', async () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 20, maxLength: 60 });
  const faults = fc.array(fc.boolean(), { minLength: 20, maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(gaps, faults, async (gapsMs, isFault) => {
      const time = makeTime();
      const pace = makeCallPace(time.deps);
      const calls: number[] = [];
      for (const gapMs of gapsMs) {
        time.wait(gapMs);
        await pace(async () => {
          calls.push(time.deps.monotonicMs());
          if (isFault[calls.length] === true) throw awsError('Throttling', 400);
        }, NEVER).catch(() => {});
      }
      const limits = calls
        .slice(CALLS_PER_SECOND_MAX)
        .map((at, index) => at - (calls[index] ?? at));
      expect(Math.min(1_000, ...limits)).toBe(1_000);
    }),
  );
});

test('callers at the same moment queue up instead of taking the same turn', async () => {
  const waits: number[] = [];
  const sleep = async (durationMs: number) => void waits.push(durationMs);
  const pace = makeCallPace({ monotonicMs: () => 0, sleep, chance: () => 0 });
  await Promise.all(Array.from({ length: 9 }, () => pace(async () => {}, NEVER)));
  expect(waits).toEqual([1_000, 1_000, 1_000, 1_000, 2_000]);
});

test.each([
  ['a throttled call', awsError('Throttling', 400)],
  ['a call on top of a change', awsError('PriorRequestNotComplete', 400)],
  ['a broken service', awsError('InternalError', 500)],
  ['a service that did not answer in time', awsError('TimeoutError', 0)],
  ['a reset connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
])('%s is repeated, each time after twice as long', async (_name, error) => {
  const time = makeTime();
  let attempts = 0;
  const answer = makeCallPace(time.deps)(async () => {
    attempts += 1;
    if (attempts < 4) throw error;
    return 'answer';
  }, NEVER);
  expect(await answer).toBe('answer');
  expect(time.slept).toEqual([500, 1_000, 2_000]);
});

test('the repetitions come to an end', async () => {
  const time = makeTime();
  const attempt = jest.fn().mockRejectedValue(awsError('Throttling', 400));
  await expect(makeCallPace(time.deps)(attempt, NEVER)).rejects.toThrow('Rate exceeded');
  expect(attempt).toHaveBeenCalledTimes(ATTEMPTS_MAX);
});

test.each([
  ['an unknown health check', awsError('NoSuchHealthCheck', 404)],
  ['a missing permission', awsError('AccessDenied', 403)],
])('%s is not repeated', async (_name, error) => {
  const time = makeTime();
  const attempt = jest.fn().mockRejectedValue(error);
  await expect(makeCallPace(time.deps)(attempt, NEVER)).rejects.toBe(error);
  expect(attempt).toHaveBeenCalledTimes(1);
});

test('the deadline ends the waiting between two attempts', async () => {
  const deadline = new AbortController();
  const attempt = jest.fn().mockRejectedValue(awsError('Throttling', 400));
  const sleep = async () => deadline.abort(new Error('too late'));
  const pace = makeCallPace({ monotonicMs: () => 0, sleep, chance: () => 0 });
  await expect(pace(attempt, deadline.signal)).rejects.toThrow('too late');
  expect(attempt).toHaveBeenCalledTimes(1);
});

test('chance makes a pause up to half shorter, so that processes part ways', () => {
  expect([backoffMs(3, 0), backoffMs(3, 0.5), backoffMs(3, 1)]).toEqual([2_000, 1_500, 1_000]);
});
