/** A whole number and a unit: `500ms`, `5s`, `10m`, `2h`, `30d`. */
export const DURATION_PATTERN = /^[0-9]{1,6}(ms|s|m|h|d)$/;

/** Milliseconds of a text that matches DURATION_PATTERN. */
export function durationMs(text: string): number {
  const unit = text.replace(/^[0-9]+/, '');
  return Number.parseInt(text, 10) * (UNIT_MS[unit] ?? Number.NaN);
}

/** Milliseconds in the spelling of the file. */
export const durationText = (ms: number): string =>
  ms % 1_000 === 0 ? `${ms / 1_000}s` : `${ms}ms`;

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** What `5 sec` or `10 Minutes` was meant to be, or null. */
export function repairDuration(text: string): string | null {
  const parts = /^\s*([0-9]{1,6})\s*([a-z]+)\s*$/i.exec(text);
  if (parts === null) return null;
  const word = (parts[2] ?? '').toLowerCase();
  const unit = /^(ms|milli)/.test(word) ? 'ms' : (/^(s|m|h|d)/.exec(word)?.[0] ?? null);
  return unit === null ? null : `${parts[1]}${unit}`;
}
