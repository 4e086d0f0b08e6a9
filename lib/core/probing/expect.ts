import type { Expectation, HeaderExpectation, JsonExpectation } from '../site.ts';
import type { TargetCause } from './probe.ts';

/** Any answer with a good status, within two seconds. */
export const EXPECT_ANY: Expectation = {
  status: [{ from: 200, to: 399 }],
  contains: null,
  notContains: null,
  matches: null,
  headers: [],
  json: [],
  withinMs: 2_000,
  slowAfterMs: null,
  slowIsUnhealthy: false,
  redirects: 'judge',
};

/** A complete answer. Header names are in lower case. */
export type Answer = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
};

/** Why an answer is not what was expected. */
export type Disappointment = { readonly cause: TargetCause; readonly detail: string };

/** Holds an answer against an expectation: its status first, then headers, then the body. */
export type Judge = (answer: Answer) => Disappointment | null;

/** Prepares the judgement once, since it is passed many times a minute. */
export function judgeFor(expect: Expectation): Judge {
  const checks: readonly Judge[] = [
    statusJudge(expect),
    ...expect.headers.map(headerJudge),
    ...bodyJudges(expect),
    ...(expect.json.length === 0 ? [] : [jsonJudge(expect.json)]),
  ];
  return (answer) => {
    for (const check of checks) {
      const wrong = check(answer);
      if (wrong !== null) return wrong;
    }
    return null;
  };
}

const statusJudge =
  ({ status: ranges }: Expectation): Judge =>
  ({ status }) =>
    ranges.some(({ from, to }) => status >= from && status <= to)
      ? null
      : {
          cause: 'bad-status',
          detail: `status ${status}, expected ${ranges.map(rangeText).join(' or ')}`,
        };

const headerJudge =
  ({ name, equals }: HeaderExpectation): Judge =>
  ({ headers }) => {
    const value = [headers[name.toLowerCase()] ?? []].flat().join(', ');
    if (value !== '' && (equals === null || value === equals)) return null;
    const expected = equals === null ? 'which is expected' : `expected "${equals}"`;
    const seen = value === '' ? `no header ${name}` : `header ${name} is "${value}"`;
    return { cause: 'bad-header', detail: `${seen}, ${expected}` };
  };

/** Why an answer took too long, or null while it is within the latency budget. */
export const disappointmentOfSlowness = (
  { slowAfterMs }: Pick<Expectation, 'slowAfterMs'>,
  totalMs: number,
): Disappointment | null =>
  slowAfterMs !== null && totalMs > slowAfterMs
    ? { cause: 'slow', detail: `took ${Math.round(totalMs)} ms, expected at most ${slowAfterMs}` }
    : null;

function bodyJudges({ contains, notContains, matches }: Expectation): Judge[] {
  const badBody = (detail: string): Disappointment => ({ cause: 'bad-body', detail });
  const judges: Judge[] = [];
  if (contains !== null)
    judges.push(({ body }) =>
      body.includes(contains) ? null : badBody(`the body does not contain "${contains}"`),
    );
  if (notContains !== null)
    judges.push(({ body }) =>
      body.includes(notContains) ? badBody(`the body contains "${notContains}"`) : null,
    );
  if (matches !== null) {
    const pattern = new RegExp(matches, 'u');
    judges.push(({ body }) =>
      pattern.test(body) ? null : badBody(`the body does not match /${matches}/`),
    );
  }
  return judges;
}

const jsonJudge =
  (expectations: readonly JsonExpectation[]): Judge =>
  ({ body }) => {
    const parsed = parseJson(body);
    if (parsed === undefined) return { cause: 'bad-body', detail: 'the body is not JSON' };
    for (const { path, equals } of expectations) {
      const value = valueAt(parsed, path);
      if (value !== equals)
        return {
          cause: 'bad-body',
          detail: `${path} is ${JSON.stringify(value) ?? 'absent'}, expected ${JSON.stringify(equals)}`,
        };
    }
    return null;
  };

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The value at `checks.database[0].status`; undefined where the path leads nowhere. */
function valueAt(root: unknown, path: string): unknown {
  let value = root;
  for (const key of path.split(/[.[\]]+/).filter((part) => part !== '')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = Reflect.get(value, key);
  }
  return value;
}

const rangeText = ({ from, to }: { from: number; to: number }) =>
  from === to ? `${from}` : `${from}-${to}`;
