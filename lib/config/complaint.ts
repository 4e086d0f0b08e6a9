import { show } from './show.ts';

/** What is wrong with one value, in plain words, and what to write instead. */
export type Complaint = {
  readonly message: string;
  readonly instead: string | null;
  /** The key that an unknown one was probably meant to be. */
  readonly meant?: string;
};

/** Keys and positions from the root of the file to one value. */
export type Path = readonly (string | number)[];

/** A complaint and the place that it is about; an unknown key is shown itself, not its value. */
export type PlacedComplaint = Complaint & { readonly path: Path; readonly at: 'key' | 'value' };

/** Complains about the value at a path. */
export const complainAt = (path: Path, message: string, instead: string): PlacedComplaint => ({
  path,
  at: 'value',
  message,
  instead,
});

/** `sites[0].primary.port`; keys that are not words are quoted, so that a pasted secret stays hidden. */
export const pathText = (path: Path): string =>
  path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${keyText(step)}`))
    .join('')
    .replace(/^\./, '');

const keyText = (key: string): string => (/^[\w-]{1,40}$/.test(key) ? key : show(key));
