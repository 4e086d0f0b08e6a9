/**
 * The logical id for one thing of one site: stable, and never shared by two names, because every
 * character that CloudFormation refuses is written as a word with a capital letter of its own.
 */
export const logicalId = (kind: string, ...names: readonly string[]): string =>
  [kind, ...names.map(alphanumeric)].join('For');

const alphanumeric = (name: string): string =>
  name.replace(/[^a-z0-9]/gu, (character) => WORDS[character] ?? coded(character));

const WORDS: Readonly<Record<string, string>> = {
  '.': 'Dot',
  '-': 'Dash',
  '@': 'At',
  ':': 'Colon',
};

const coded = (character: string): string => `X${(character.codePointAt(0) ?? 0).toString(16)}X`;

/** The one name in an id that begins like this; null where it begins otherwise. Names have no capital letters. */
export const nameIn = (beginning: string, id: string): string | null =>
  id.startsWith(beginning)
    ? id.slice(beginning.length).replace(/X([0-9a-f]+)X|Dot|Dash|At|Colon/g, charactersOf)
    : null;

const charactersOf = (word: string, code: string | undefined): string =>
  code === undefined
    ? (Object.keys(WORDS).find((character) => WORDS[character] === word) ?? word)
    : String.fromCodePoint(Number.parseInt(code, 16));
