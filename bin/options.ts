import { parseArgs } from 'node:util';
import { nearest } from '../lib/config/nearest.ts';
import { duration } from '../lib/render/duration.ts';
import { UsageError } from './command.ts';

/** Node's parseArgs, with messages for people. */
export const parseOptions: typeof parseArgs = (config) => {
  try {
    return parseArgs(config);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new UsageError(optionProblem(error.message, Object.keys(config?.options ?? {})), {
      cause: error,
    });
  }
};

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
  throw new UsageError(
    `${option} must be a duration like 500ms, 2s or 1m, ` +
      `from ${duration(from)} to ${duration(to)}, got ${text}`,
  );
}

/** Node's text begins with the option in quotes and goes on with advice on positional arguments. */
function optionProblem(text: string, known: readonly string[]): string {
  const option = /^Unknown option '(-+)([^']*)'/.exec(text);
  if (option === null) {
    const [sentence = text] = text.split(/\.\s|\n/);
    return `${sentence.replace(/\.$/, '')}; npm start -- --help lists what there is`;
  }
  const [, dashes = '', name = ''] = option;
  const near = nearest(name, known);
  const hint =
    near === null ? 'npm start -- --help lists what there is' : `did you mean --${near}?`;
  return `there is no option ${dashes}${name}; ${hint}`;
}
