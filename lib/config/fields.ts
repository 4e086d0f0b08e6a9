import * as z from 'zod';
import type { Complaint } from './complaint.ts';
import { DURATION_PATTERN, durationMs, repairDuration } from './duration.ts';
import { nearest } from './nearest.ts';
import { show } from './show.ts';
import { encode, type Wording, worded, wordedGroup } from './wording.ts';

/** A group of keys; any other key is a mistake. */
export const group = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject(shape, { error: wordedGroup(Object.keys(shape)) });

/** A text of a certain form. `refuse` judges texts that have the form and still will not do. */
export function text(
  pattern: RegExp,
  wording: Wording,
  refuse: (value: string) => Complaint | null = () => null,
) {
  const error = worded(wording);
  return z
    .string({ error })
    .regex(pattern, { error, abort: true })
    .check((context) => {
      const complaint = refuse(context.value);
      if (complaint === null) return;
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: encode([complaint]),
        continue: false,
      });
    });
}

/** Any text of one line and a limited length. */
export const freeText = (example: string) =>
  text(/^[^\r\n]{1,255}$/, {
    what: 'a text of one line, at most 255 characters long',
    example,
    mistake: quoteIt,
  });

/** YAML reads 200 and true as something else than texts unless they are in quotes. */
export const quoteIt = (value: unknown): Complaint | null =>
  typeof value === 'number' || typeof value === 'boolean'
    ? {
        message: `${show(value)} is a ${typeof value === 'number' ? 'number' : 'yes/no value'}, not a text`,
        instead: `put it in quotes: "${value}"`,
      }
    : null;

/** A whole number within limits. */
export function whole(range: { min: number; max: number; example: number }) {
  const what = `a whole number from ${range.min} to ${range.max}`;
  const error = worded({ what, example: String(range.example) });
  return z.int({ error }).min(range.min, { error }).max(range.max, { error });
}

/** Yes or no. */
export const yesNo = (example: 'true' | 'false') =>
  z.boolean({ error: worded({ what: 'true or false', example }) });

/** One of a few words. */
export function choice<const Word extends string>(
  words: readonly Word[],
  example: Word,
  what = `one of ${words.join(', ')}`,
) {
  const mistake = (value: unknown): Complaint | null => {
    const meant = typeof value === 'string' ? nearest(value, words) : null;
    const message = `${show(value)} is not ${what}`;
    return meant === null ? null : { message, instead: `write ${meant}` };
  };
  return z.enum(words, { error: worded({ what, example, mistake }) });
}

/** A duration within limits, as milliseconds. */
export function duration(range: { min: string; max: string; example: string }) {
  const what = `a duration from ${range.min} to ${range.max}`;
  const wording: Wording = { what, example: range.example, mistake: durationMistake };
  const isOutside = (value: string) =>
    durationMs(value) < durationMs(range.min) || durationMs(value) > durationMs(range.max);
  return text(DURATION_PATTERN, wording, (value) =>
    isOutside(value)
      ? { message: `${value} is not ${what}`, instead: `write for example ${range.example}` }
      : null,
  ).transform(durationMs);
}

/** A duration within limits, as milliseconds; `never` is null. */
export function durationOrNever(range: { min: string; max: string; example: string }) {
  const what = `a duration from ${range.min} to ${range.max}, or never`;
  const wording: Wording = { what, example: range.example, mistake: durationMistake };
  const isOutside = (value: string) =>
    durationMs(value) < durationMs(range.min) || durationMs(value) > durationMs(range.max);
  return text(new RegExp(`${DURATION_PATTERN.source}|^never$`), wording, (value) =>
    value !== NEVER && isOutside(value)
      ? { message: `${value} is not ${what}`, instead: `write for example ${range.example}` }
      : null,
  ).transform((value) => (value === NEVER ? null : durationMs(value)));
}

const NEVER = 'never';

function durationMistake(value: unknown): Complaint | null {
  if (typeof value === 'number')
    return { message: `${value} has no unit`, instead: `write ${value}s if you mean seconds` };
  const repaired = typeof value === 'string' ? repairDuration(value) : null;
  if (repaired === null) return null;
  return {
    message: `${show(value)} is not in Understudy's spelling`,
    instead: `write ${repaired}`,
  };
}

/** A group whose keys are names of the user's own choice. */
export function named<Key extends z.ZodType<string, string>, Value extends z.ZodType>(
  key: Key,
  value: Value,
  wording: Wording & { readonly max: number },
) {
  return z
    .record(key, value, { error: worded(wording) })
    .check((context) => {
      const count = Object.keys(context.value).length;
      if (count <= wording.max) return;
      const message = `has ${count} keys, and ${wording.max} are allowed`;
      const instead = `keep the ${wording.max} that say most`;
      context.issues.push({
        code: 'custom',
        input: context.value,
        message: encode([{ message, instead }]),
      });
    })
    .meta({ maxProperties: wording.max });
}

/** One value or a list of different ones; always read as a list. */
export function oneOrMore<Item extends z.ZodType<string, string>>(
  item: Item,
  wording: Wording & { readonly max: number },
) {
  const what = `${wording.what} or a list of at most ${wording.max}`;
  const error = worded({ ...wording, what });
  return z
    .union([item, z.array(item, { error }).min(1, { error }).max(wording.max, { error })], {
      error,
    })
    .transform((value): string[] => (typeof value === 'string' ? [value] : value));
}
