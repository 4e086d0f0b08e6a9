import type { Complaint } from './complaint.ts';
import { nearest } from './nearest.ts';
import { show } from './show.ts';

/** How to speak of the value that belongs in a field. */
export type Wording = {
  /** `a duration from 1s to 60s`: completes "… is not". */
  readonly what: string;
  readonly example: string;
  /** Recognises the usual mistakes, for a better answer than "is not". */
  readonly mistake?: (value: unknown) => Complaint | null;
};

/** A recogniser that looks at texts alone. */
export const inText =
  (mistake: (value: string) => Complaint | null) =>
  (value: unknown): Complaint | null =>
    typeof value === 'string' ? mistake(value) : null;

/** What zod hands to an error function, as far as it is of use here. */
type Found = { readonly code?: string | undefined; readonly input?: unknown };

/** The `error` function of a zod schema that complains in these words. */
export const worded =
  (wording: Wording) =>
  ({ input }: Found): string =>
    encode([complain(wording, input)]);

/** The `error` function of a group of keys: one complaint for each unknown key, in zod's order. */
export const wordedGroup =
  (known: readonly string[]) =>
  (found: Found & { readonly keys?: readonly string[] }): string =>
    found.code === 'unrecognized_keys'
      ? encode((found.keys ?? []).map((key) => unknownKey(key, known)))
      : encode([complain({ what: 'a group of keys', example: `\`${known[0]}:\`` }, found.input)]);

/** zod carries one string per issue; a complaint has two halves, so complaints travel as JSON. */
export const encode = (complaints: readonly Complaint[]): string => JSON.stringify(complaints);

/** The way back from `encode`. */
export const decode = (message: string): readonly Complaint[] =>
  JSON.parse(message) as readonly Complaint[];

function complain(wording: Wording, value: unknown): Complaint {
  const instead = `write for example ${wording.example}`;
  if (value === undefined) return { message: 'is missing', instead };
  if (value === null) return { message: 'has no value', instead };
  const message = `${show(value)} is not ${wording.what}`;
  return wording.mistake?.(value) ?? { message, instead };
}

function unknownKey(key: string, known: readonly string[]): Complaint {
  const meant = nearest(key, known);
  const message = 'is not a key that Understudy knows here';
  if (meant !== null) return { message, instead: `write \`${meant}\``, meant };
  return { message, instead: `use one of ${known.join(', ')}, or leave it out` };
}
