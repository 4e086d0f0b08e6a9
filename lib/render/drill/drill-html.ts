/** Markup that is safe to put into a page. Only `html` makes it, and `html` escapes what is no markup. */
export type Html = { readonly markup: string };

type Value = string | number | Html | readonly Html[];

/** A piece of a page; every text that is put into it is escaped, so that none can become markup. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html => ({
  markup: parts.reduce((all, part, index) => all + written(values[index - 1] ?? '') + part),
});

/** Nothing at all. */
export const NOTHING: Html = { markup: '' };

/** Our own text that must not be escaped: a style sheet. Never for a text from outside. */
export const verbatim = (markup: string): Html => ({ markup });

/** Keeps a number and its unit on one line. */
export const unbroken = (text: string): string =>
  text.replace(/(\d) (?=(?:ms|s|min|h|days)\b)/g, '$1\u00a0');

/** Coordinates need no more than tenths. */
export const tenths = (value: number): number => Math.round(value * 10) / 10;

function written(value: Value): string {
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map(({ markup }) => markup).join('');
}

/** For text and for values in double or single quotes. */
const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
