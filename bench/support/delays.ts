/** How long a step takes, by chance. */
export type Delay = (chance: () => number) => number;

export const between =
  (fromMs: number, toMs: number): Delay =>
  (chance) =>
    fromMs + chance() * (toMs - fromMs);

/** Straight lines between quantiles that somebody measured: pairs of share and milliseconds, in order. */
export const throughQuantiles =
  (quantiles: readonly (readonly [share: number, ms: number])[]): Delay =>
  (chance) => {
    const share = chance();
    const above = quantiles.findIndex(([at]) => at >= share);
    const [toShare, toMs] = quantiles[above] ?? [1, Number.NaN];
    const [fromShare, fromMs] = quantiles[above - 1] ?? [toShare, toMs];
    return toShare === fromShare
      ? toMs
      : fromMs + ((share - fromShare) / (toShare - fromShare)) * (toMs - fromMs);
  };

/**
 * The steps between our verdict and the switch object, in the order of lib/app/window/site-watch.ts and
 * lib/app/evaluate.ts. Whatever is not measured by somebody is assumed, and rather too slow.
 */
export const OUR_STEPS = {
  /** A record in DynamoDB, in the same region: "single-digit milliseconds", and a connection. */
  save: between(5, 50),
  /** The asynchronous invocation, as measured of SNS, which invokes so too (https://bitesizedserverless.com/bite/serverless-messaging-latency-compared/). */
  invoke: throughQuantiles([
    [0, 55],
    [0.1, 62],
    [0.5, 73],
    [0.9, 125],
    [0.99, 225],
    [1, 400],
  ]),
  /** Where the function is cold, which its schedule of every minute mostly prevents: "under 100 ms to over 1 second" (https://docs.aws.amazon.com/lambda/latest/operatorguide/execution-environments.html). */
  coldStart: between(100, 1_500),
  /** Name servers, website, switch and records, all at once. */
  look: between(100, 600),
  /** "Roughly 100-200 milliseconds" for a small object (https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html), and a connection. */
  put: between(50, 300),
} as const satisfies Record<string, Delay>;
