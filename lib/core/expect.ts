import type { TargetCause } from './probe.ts';
import type { Expectation } from './site.ts';

/** Why an answer is not what was expected, or null when it is. */
export type Disappointment = { readonly cause: TargetCause; readonly detail: string };

/** Holds an answer against the expectation: its status first, then its body. */
export function disappointment(
  expect: Expectation,
  answer: { readonly status: number; readonly body: string },
): Disappointment | null {
  const isExpected = expect.status.some(
    ({ from, to }) => answer.status >= from && answer.status <= to,
  );
  if (!isExpected)
    return {
      cause: 'bad-status',
      detail: `status ${answer.status}, expected ${expect.status.map(rangeText).join(' or ')}`,
    };
  if (expect.contains !== null && !answer.body.includes(expect.contains))
    return { cause: 'bad-body', detail: `the body does not contain "${expect.contains}"` };
  return null;
}

const rangeText = ({ from, to }: { from: number; to: number }) =>
  from === to ? `${from}` : `${from}-${to}`;
