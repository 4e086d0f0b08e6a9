import type { Complaint } from './complaint.ts';

/** Why a text is no regular expression, or null when the probe can use it as it is. */
export function patternComplaint(pattern: string): Complaint | null {
  try {
    new RegExp(pattern, 'u');
    return null;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('/u: ').at(-1) ?? '') : '';
    const [why, instead] = WORDS[reason] ?? [reason.toLowerCase(), 'compare it with a simpler one'];
    return { message: `this is not a regular expression: ${why}`, instead };
  }
}

/** What V8 says, in the words of somebody who only wanted to find a text. */
const WORDS: Readonly<Record<string, readonly [why: string, instead: string]>> = {
  'Unterminated group': ['a ( is never closed', 'close it, or write \\( for the character itself'],
  "Unmatched ')'": ['a ) closes nothing', 'remove it, or write \\) for the character itself'],
  'Unterminated character class': [
    'a [ is never closed',
    'close it, or write \\[ for the character itself',
  ],
  'Nothing to repeat': [
    'one of * + ? { has nothing before it to repeat',
    'write a backslash before it if you mean the character itself',
  ],
  'Lone quantifier brackets': [
    'one of { } ] stands alone',
    'write a backslash before it if you mean the character itself',
  ],
  'Incomplete quantifier': [
    'a { is never closed',
    'close it, or write \\{ for the character itself',
  ],
  'numbers out of order in {} quantifier': [
    'the numbers in { } run from high to low',
    'put the lower one first',
  ],
  'Range out of order in character class': [
    'a range in [ ] runs from high to low',
    'put the lower end first, or the hyphen last',
  ],
  'Invalid character class': [
    'a range in [ ] has a whole class such as \\w at one end',
    'put the hyphen last in the [ ]',
  ],
  'Invalid escape': [
    'a backslash stands before a character that it has no meaning for',
    'remove the backslash, or write \\\\ for a backslash itself',
  ],
  'Invalid class escape': [
    'a backslash in [ ] stands before a character that it has no meaning for',
    'remove the backslash, or write \\\\ for a backslash itself',
  ],
  'Invalid Unicode escape': [
    'the code after \\u or \\c is none',
    'write the character itself, or for example \\u00e9',
  ],
  'Invalid property name': ['\\p{…} names no property', 'write for example \\p{L} for any letter'],
  '\\ at end of pattern': ['it ends with a single backslash', 'remove it, or write \\\\'],
  'Invalid quantifier': [
    'a look-ahead or look-behind is repeated',
    'repeat what is inside of it instead',
  ],
  'Invalid group': [
    'a (? begins no known group',
    'write (?:…) for a group, (?<name>…) for a named one, and (?i:…) to ignore case',
  ],
};

/**
 * Whether a group that repeats something is itself repeated, as in `(a+)+`. An answer that nearly
 * matches can then be tried in so many ways that the search takes minutes.
 */
export function nestsRepetition(pattern: string): boolean {
  const groups: { repeats: boolean }[] = [{ repeats: false }];
  let hasClosedRepeating = false;
  for (const [token] of pattern.matchAll(TOKEN)) {
    const group = groups.at(-1);
    if (group !== undefined && MANY.test(token)) {
      if (hasClosedRepeating) return true;
      group.repeats = true;
    }
    hasClosedRepeating = false;
    if (token.startsWith('(')) groups.push({ repeats: false });
    if (token !== ')' || group === undefined) continue;
    groups.pop();
    const outer = groups.at(-1);
    if (outer !== undefined && group.repeats) outer.repeats = true;
    hasClosedRepeating = group.repeats;
  }
  return false;
}

/** An escaped character, a class, the beginning of a group, a repetition, or any other character. */
const TOKEN = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|<[^>]*>|[\w-]*:))?|\{\d+(?:,\d*)?\}|./gsu;

/** Repeats without end, or ten times and more. */
const MANY = /^(?:[*+]|\{\d+,\}|\{(?:\d+,)?\d{2,}\})$/;
