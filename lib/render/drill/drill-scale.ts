/** Where a moment stands along the axis of a drill. */
export type Scale = {
  /** Milliseconds to the place in pixels. */
  readonly at: (ms: number) => number;
  /** The stretch of time that is drawn shorter than it was; null when all is to scale. */
  readonly gap: Stretch | null;
};

/** A stretch of time and where it is drawn. */
export type Stretch = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly from: number;
  readonly to: number;
};

export type Tick = { readonly at: number; readonly text: string };

/**
 * A linear scale over the moments of a drill. Where one wait is so long that nothing else could be
 * told apart, it is drawn shorter; the rest stays to scale, and the gap is to be marked.
 */
export function timeScale(moments: readonly number[], from: number, to: number): Scale {
  const stops = [...new Set(moments)].sort((a, b) => a - b);
  const start = stops[0] ?? 0;
  const whole = Math.max(1, (stops.at(-1) ?? 0) - start);
  const [gapStart, gapEnd] = longestWait(stops);
  const gapMs = gapEnd - gapStart;
  const isLong = gapMs < whole && gapMs / whole > GAP_SHARE_MAX;
  const gapSize = isLong ? (to - from) * GAP_SHARE_DRAWN : (to - from) * (gapMs / whole);
  const perMs = isLong ? (to - from - gapSize) / (whole - gapMs) : (to - from) / whole;
  const gapFrom = from + (gapStart - start) * perMs;
  const at = (ms: number): number => {
    const beforeMs = Math.min(ms, gapStart) - start;
    const insideMs = Math.min(Math.max(ms - gapStart, 0), gapMs);
    const afterMs = Math.max(ms - gapEnd, 0);
    const inside = gapMs === 0 ? 0 : (insideMs / gapMs) * gapSize;
    return from + (beforeMs + afterMs) * perMs + inside;
  };
  const gap = { fromMs: gapStart, toMs: gapEnd, from: gapFrom, to: gapFrom + gapSize };
  return { at, gap: isLong ? gap : null };
}

/** Ticks at round times, as many as have room; `sizeOf` is what a tick's text needs along the axis. */
export function ticksOf(
  scale: Scale,
  fromMs: number,
  toMs: number,
  sizeOf: (text: string) => number,
): readonly Tick[] {
  const unit = unitOf({ fromMs, toMs });
  for (const stepMs of STEPS_MS.filter((each) => each >= FINEST_MS[unit])) {
    const stretches = stretchesToScale(scale, fromMs, toMs);
    if (stretches.some(([from, to]) => (to - from) / stepMs > TICKS_MAX)) continue;
    const ticks = stretches
      .flatMap(([from, to]) => steps(from, to, stepMs))
      .map((ms) => ({ at: scale.at(ms), text: tickText(ms, stepMs, unit) }));
    if (haveRoom(ticks, sizeOf)) return ticks;
  }
  return [];
}

/** What the axis counts: a long drill is read in minutes and seconds, or in hours and minutes. */
export function unitOf({ fromMs, toMs }: Pick<Stretch, 'fromMs' | 'toMs'>): Unit {
  const longestMs = Math.max(-fromMs, toMs);
  if (longestMs < 10 * MINUTE_MS) return 's';
  return longestMs < 100 * MINUTE_MS ? 'min' : 'h';
}

export type Unit = 's' | 'min' | 'h';

const MINUTE_MS = 60_000;
/** The smallest step that the texts of a unit can tell apart. */
const FINEST_MS = { s: 100, min: 1_000, h: MINUTE_MS } as const;

/** A wait this much of the whole leaves no room for the rest. */
const GAP_SHARE_MAX = 0.8;
const GAP_SHARE_DRAWN = 0.4;

const TICKS_MAX = 13;

const STEPS_MS = [
  100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  1_800_000, 3_600_000, 7_200_000, 21_600_000, 86_400_000, 604_800_000,
];

function longestWait(stops: readonly number[]): readonly [number, number] {
  let longest: readonly [number, number] = [stops[0] ?? 0, stops[0] ?? 0];
  stops.forEach((stop, index) => {
    const next = stops[index + 1] ?? stop;
    if (next - stop > longest[1] - longest[0]) longest = [stop, next];
  });
  return longest;
}

const stretchesToScale = ({ gap }: Scale, fromMs: number, toMs: number) =>
  gap === null
    ? [[fromMs, toMs] as const]
    : ([
        [fromMs, gap.fromMs],
        [gap.toMs, toMs],
      ] as const);

function steps(fromMs: number, toMs: number, stepMs: number): number[] {
  const first = Math.ceil(fromMs / stepMs);
  const count = Math.floor(toMs / stepMs) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * stepMs);
}

const haveRoom = (ticks: readonly Tick[], sizeOf: (text: string) => number): boolean =>
  ticks.every((tick, index) => {
    const next = ticks[index + 1];
    const size = (sizeOf(tick.text) + sizeOf(next?.text ?? '')) / 2;
    return next === undefined || next.at - tick.at >= size + TICK_GAP;
  });

const TICK_GAP = 18;

function tickText(ms: number, stepMs: number, unit: Unit): string {
  if (unit === 's') return stepMs < 1_000 ? (ms / 1_000).toFixed(1) : String(ms / 1_000);
  const small = Math.abs(Math.round(ms / FINEST_MS[unit]));
  const sign = ms < 0 ? '-' : '';
  return `${sign}${Math.floor(small / 60)}:${String(small % 60).padStart(2, '0')}`;
}
