import * as z from 'zod';
import type { Complaint } from './complaint.ts';
import { quoteIt, text } from './fields.ts';
import { patternComplaint } from './regular-expression.ts';
import { show } from './show.ts';
import { inText, type Wording, worded } from './wording.ts';

/** A pattern that the probe can search for. In double quotes YAML turns \b into a backspace, silently. */
export const regularExpression = text(
  /^\P{Cc}{1,500}$/u,
  {
    what: 'a regular expression of one line, at most 500 characters long',
    example: "'version: \\d+'",
    mistake: (value) =>
      typeof value === 'string' && /\p{Cc}/u.test(value)
        ? {
            message:
              'has a line break or another invisible character, such as YAML makes of \\b in double quotes',
            instead: 'put it in single quotes, in which a backslash stays a backslash',
          }
        : quoteIt(value),
  },
  patternComplaint,
);

/** https://www.rfc-editor.org/rfc/rfc9110#name-field-names */
export const headerName = text(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$/, {
  what: 'the name of a header',
  example: 'content-type',
});

const HEADER: Wording = {
  what: 'the exact value of a header, or true',
  example: 'text/html, or true if the header must only be there',
  mistake: (value) => {
    if (value === false)
      return {
        message: 'a header cannot be expected to be absent',
        instead: 'write true if it must be there, or leave it out',
      };
    if (typeof value === 'string' && value !== value.trim())
      return {
        message: `${show(value)} begins or ends with a space, which no header does`,
        instead: 'remove the space',
      };
    return quoteIt(value);
  },
};

/** HTTP cuts off spaces around a value, so one that has them could never be met. */
export const headerValue = z.union(
  [text(/^\S([^\r\n]{0,253}\S)?$/, HEADER), z.literal(true, { error: worded(HEADER) })],
  { error: worded(HEADER) },
);

const JSON_PATH =
  /^(?:[^.[\]\r\n]+|\[(?:0|[1-9]\d{0,5})\])(?:\.[^.[\]\r\n]+|\[(?:0|[1-9]\d{0,5})\])*$/;

const JSON_PATH_CHARACTERS_MAX = 255;

export const jsonPath = text(
  JSON_PATH,
  {
    what: 'a path of keys with dots and positions in brackets',
    example: 'checks.db or items[0].id',
    mistake: inText(jsonPathMistake),
  },
  (path) => jsonPathMistake(path) ?? tooLong(path),
);

/** Other tools begin a path with `$` and have wildcards. */
function jsonPathMistake(path: string): Complaint | null {
  const rest = /^\$\.?([\w.[\]-]{1,60})$/.exec(path)?.[1];
  if (rest !== undefined && JSON_PATH.test(rest))
    return {
      message: `${show(path)} begins with a $ that has no meaning here`,
      instead: `write ${rest}`,
    };
  if (/(^|[.[])\*($|[.\]])/.test(path))
    return {
      message: `${show(path)} has a wildcard, and a path leads to one value`,
      instead: 'write one path for each value, such as items[0].id',
    };
  return null;
}

const tooLong = (path: string): Complaint | null =>
  path.length <= JSON_PATH_CHARACTERS_MAX
    ? null
    : {
        message: `this path has ${path.length} characters, and ${JSON_PATH_CHARACTERS_MAX} are allowed`,
        instead: 'choose a value that is nearer to the root',
      };

const JSON_VALUE: Wording = {
  what: 'a text of one line, a number, a yes/no value or null',
  example: 'up, 7, true or null',
  mistake: (value) =>
    typeof value === 'object'
      ? {
          message: `${show(value)} is not a single value`,
          instead: 'write the path of one value in it, such as checks.db or items[0].id',
        }
      : null,
};

export const jsonValue = z.union(
  [
    text(/^[^\r\n]{0,255}$/, JSON_VALUE),
    z.number({ error: worded(JSON_VALUE) }),
    z.boolean({ error: worded(JSON_VALUE) }),
    z.null({ error: worded(JSON_VALUE) }),
  ],
  { error: worded(JSON_VALUE) },
);
