import { headerName, headerValue, jsonPath, jsonValue, regularExpression } from './expect-texts.ts';
import { choice, duration, freeText, named } from './fields.ts';
import { status } from './texts.ts';

const HEADERS_MAX = 20;
const JSON_VALUES_MAX = 20;

/** What an answer of the primary must look like. */
export const expectShape = {
  status: status
    .prefault('200-399')
    .describe('Status codes that count as healthy: one, a range, or a list of both.'),
  contains: freeText('ok')
    .optional()
    .describe('Text that the body must contain. Left out, any body will do.'),
  notContains: freeText('Fatal error')
    .optional()
    .describe(
      'Text that the body must not contain, such as that of an error page sent with status 200.',
    ),
  matches: regularExpression
    .optional()
    .describe(
      'Regular expression (as in JavaScript, with the u flag) that must match somewhere in the body. Best in single quotes, in which a backslash stays a backslash.',
    ),
  headers: named(headerName, headerValue, {
    what: 'a group of headers and their values',
    example: '`{ content-type: text/html, x-app: true }`',
    max: HEADERS_MAX,
  })
    .optional()
    .describe(
      'Headers of the answer: a text must be exactly the value of the header, true means that it must be there. At most 20.',
    ),
  json: named(jsonPath, jsonValue, {
    what: 'a group of JSON paths and their values',
    example: '`{ checks.db: up }`',
    max: JSON_VALUES_MAX,
  })
    .optional()
    .describe(
      'Values in a JSON body: a path such as checks.db or items[0].id, and the text, number, yes/no value or null that must be there. At most 20.',
    ),
  within: duration({ min: '100ms', max: '30s', example: '2s' })
    .prefault('2s')
    .describe('The whole answer must have arrived by then, such as 2s or 800ms; at most 30s.'),
  slowAfter: duration({ min: '10ms', max: '30s', example: '800ms' })
    .optional()
    .describe(
      'An answer that took longer is slow, such as 800ms; less than within. Left out, no answer is slow.',
    ),
  slowIs: choice(['degraded', 'unhealthy'], 'degraded')
    .optional()
    .describe(
      'What a slow answer counts as: degraded (it is noted, the primary stays healthy; the default) or unhealthy. Only with slowAfter.',
    ),
  redirects: choice(['judge', 'follow'], 'judge')
    .prefault('judge')
    .describe(
      'judge takes a redirect as the answer; follow asks where it points and judges that answer.',
    ),
};
