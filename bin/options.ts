import { UsageError } from './command.ts';

/** The value of an option that must be a whole number. */
export function wholeNumber(
  option: string,
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= from && value <= to) return value;
  throw new UsageError(`${option} must be a whole number from ${from} to ${to}, got ${text}`);
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** The value of an option that must be a duration, like 500ms, 2s or 1m. */
export function durationMs(
  option: string,
  text: string,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? [];
  const value = Number(number) * (UNITS_MS[unit] ?? Number.NaN);
  if (number !== '' && value >= from && value <= to) return value;
  throw new UsageError(`${option} must be a duration like 500ms, 2s or 1m, got ${text}`);
}
