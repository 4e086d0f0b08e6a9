import type { OpenProber, ProbeOnce } from '../../core/world.ts';

/** One fresh probe to each endpoint, on connections that are closed with it. */
export const makeProbeOnce =
  (openProber: OpenProber): ProbeOnce =>
  async (endpoints) => {
    const prober = openProber();
    try {
      return await Promise.all(endpoints.map((one) => prober.probe(one, { fresh: true })));
    } finally {
      await prober.close();
    }
  };
