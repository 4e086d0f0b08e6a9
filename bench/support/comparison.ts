/** What one comparison found: `ratio` is ours / theirs, and null where theirs is nothing. */
export type Comparison = {
  readonly bench: string;
  readonly metric: string;
  readonly ours: number;
  readonly peer: string;
  readonly theirs: number;
  readonly ratio: number | null;
  /** What the ratio may be at most; absent where a comparison is told for honesty alone. */
  readonly ratioMax?: number;
};

/** Where a bench puts what it finds. */
export type Report = {
  readonly compare: (comparison: Omit<Comparison, 'ratio'>) => void;
  /** A peer that cannot run here, and how it could. */
  readonly skip: (peer: string, how: string) => void;
  /** A fact that qualifies the numbers. */
  readonly note: (text: string) => void;
};

/** One comparison that `npm run bench` knows by name. */
export type Bench = {
  readonly name: string;
  readonly what: string;
  readonly run: (report: Report) => Promise<void>;
};

export const withRatio = (comparison: Omit<Comparison, 'ratio'>): Comparison => ({
  ...comparison,
  ratio: comparison.theirs === 0 ? null : comparison.ours / comparison.theirs,
});

/** Whether the goal was reached; null where there is none. Nothing against nothing is no loss. */
export function isReached({ ours, theirs, ratio, ratioMax }: Comparison): boolean | null {
  if (ratioMax === undefined) return null;
  return ratio === null ? ours <= theirs : ratio <= ratioMax;
}

/** The line for machines; its keys are a promise. */
export const jsonLine = ({ bench, metric, ours, peer, theirs, ratio }: Comparison): string =>
  JSON.stringify({
    bench,
    metric,
    ours: rounded(ours),
    peer,
    theirs: rounded(theirs),
    ratio: ratio === null ? null : rounded(ratio),
  });

/** The line for people. */
export function textLine(comparison: Comparison): string {
  const { metric, ours, peer, theirs, ratio, ratioMax } = comparison;
  const reached = isReached(comparison);
  const goal = reached === null ? '' : reached ? `  goal ${goalText(ratioMax)} met` : '';
  const missed = reached === false ? `  GOAL ${goalText(ratioMax)} MISSED` : '';
  const columns = [
    metric.padEnd(26),
    `${rounded(ours)}`.padStart(10),
    peer.padEnd(24),
    `${rounded(theirs)}`.padStart(10),
    (ratio === null ? '-' : ratio.toFixed(2)).padStart(8),
  ];
  return `  ${columns.join('  ')}${goal}${missed}`;
}

const goalText = (ratioMax: number | undefined) => `<= ${ratioMax}`;

/** Three digits are more than a shared machine can vouch for. */
const rounded = (value: number): number => Number(value.toPrecision(3));
