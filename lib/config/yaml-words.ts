import type { YAMLError } from 'yaml';
import type { Complaint } from './complaint.ts';
import { show } from './show.ts';

/** A complaint about the YAML itself, and where in the text it begins. */
export type SyntaxComplaint = Complaint & { readonly offset: number };

/** Says in plain words what the YAML parser found; its own words are for people who write parsers. */
export function syntaxComplaint(error: YAMLError, text: string): SyntaxComplaint {
  const offset = error.pos[0];
  const word = /^["']?([^"':\s]{1,40})/.exec(text.slice(offset, offset + 42))?.[1] ?? '';
  const known = WORDS[codeOf(error)];
  if (known !== undefined) return { offset, ...known(show(word)) };
  // After its colon the parser repeats the text, which may be a secret.
  const reason = error.message.split(':')[0]?.toLowerCase();
  const message = `this is not valid YAML (${reason})`;
  return { offset, message, instead: 'compare the indentation and quotes with the lines above' };
}

/** The parser has one code for an open quote and for a key without its colon. */
const codeOf = ({ code, message }: YAMLError): YAMLError['code'] =>
  message.startsWith('Implicit map keys') ? 'MULTILINE_IMPLICIT_KEY' : code;

/** https://yaml.org/spec/1.2.2 in the words of somebody who only wanted to change a line. */
const WORDS: Partial<Record<YAMLError['code'], (word: string) => Complaint>> = {
  DUPLICATE_KEY: (word) => ({
    message: `${word} is written twice here, and only the last one would count`,
    instead: 'keep one of them',
  }),
  TAB_AS_INDENT: () => ({
    message: 'this line is indented with a tab, which YAML does not allow',
    instead: 'indent with spaces, two for each level',
  }),
  BAD_INDENT: () => ({
    message: 'this line is not indented like its neighbours, or a bracket is not closed',
    instead: 'start it in the same column as its neighbours, two spaces deeper than their parent',
  }),
  MISSING_CHAR: () => ({
    message: 'something that was opened or begun is not finished here',
    instead: 'close the quote or the bracket, or put the missing space or colon',
  }),
  BLOCK_AS_IMPLICIT_KEY: () => ({
    message: 'this line has two colons that each begin a value',
    instead: 'put the value in quotes, or move the second key to its own line',
  }),
  MULTILINE_IMPLICIT_KEY: () => ({
    message: 'this line is neither a key with a colon nor part of a list',
    instead: 'write `key: value`, or `- value` in a list',
  }),
  BAD_SCALAR_START: () => ({
    message: 'a value must not begin with this character unless it is in quotes',
    instead: 'put the value in quotes',
  }),
  BAD_DQ_ESCAPE: () => ({
    message: 'a backslash in double quotes stands before a character that YAML has no meaning for',
    instead: 'put the value in single quotes, in which a backslash stays a backslash',
  }),
  MULTIPLE_DOCS: () => ({
    message: 'a second document begins here',
    instead: 'remove the line with `---` and keep everything in one document',
  }),
  TAG_RESOLVE_FAILED: (word) => ({
    message: `${word} is a tag that Understudy does not know`,
    instead: 'leave it out, or put the value in quotes',
  }),
  RESOURCE_EXHAUSTION: () => ({
    message: 'the brackets are nested too deeply',
    instead: 'remove the superfluous brackets',
  }),
};
