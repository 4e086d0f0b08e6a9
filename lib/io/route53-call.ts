import { type CallOptions, callAws } from './aws-call.ts';
import type { AwsCall } from './aws-errors.ts';
import type { CallPace } from './call-pace.ts';

/** Route 53 went on and on; nothing real has so many entries. */
export class TooManyPagesError extends Error {
  override readonly name = 'TooManyPagesError';
  constructor(what: string) {
    super(`${what} has more than ${PAGES_MAX} pages of entries in Route 53`);
  }
}

const PAGES_MAX = 20;

/** Waiting for a turn and every repetition count against it. */
const ROUTE53_CALL_MS_MAX = 20_000;

/** One call when it is its turn, repeated while Route 53 is too busy, and ended in time. */
export const paced = <T>(
  pace: CallPace,
  call: AwsCall,
  attempt: (options: CallOptions) => Promise<T>,
): Promise<T> =>
  callAws(
    call,
    (options) => pace(() => attempt(options), options.abortSignal),
    AbortSignal.timeout(ROUTE53_CALL_MS_MAX),
  );

/** Page after page, up to a limit. `what` names the whole for people. */
export async function readPages<Item, From>(
  what: string,
  first: From,
  readPage: (
    from: From,
  ) => Promise<{ readonly items: readonly Item[]; readonly next: From | null }>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  let from: From | null = first;
  for (let pages = 0; from !== null; pages += 1) {
    if (pages === PAGES_MAX) throw new TooManyPagesError(what);
    const page = await readPage(from);
    found.push(...page.items);
    from = page.next;
  }
  return found;
}

/** How an error names a zone. */
export const zoneText = (id: string): string => `zone ${id}`;
