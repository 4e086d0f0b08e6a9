import type { Phase } from './failover.ts';
import type { EpochMs } from './time.ts';
import type { Finding, Outcome } from './verify/finding.ts';

/** What is remembered of the latest verification of a site. */
export type Verified = {
  readonly at: EpochMs;
  /** The checks that failed, sorted by ID; one that could not look still says what it said before. */
  readonly failing: readonly string[];
  /** The failing checks that people know of, sorted. */
  readonly told: readonly string[];
} & Readonly<Record<Outcome, number>>;

/** What the record says after one more verification; nobody has been told of anything yet. */
export function followVerification(
  before: Verified | null,
  findings: readonly Finding[],
  at: EpochMs,
): Verified {
  const count = (outcome: Outcome) =>
    findings.filter((finding) => finding.outcome === outcome).length;
  return {
    at,
    pass: count('pass'),
    warn: count('warn'),
    fail: count('fail'),
    unknown: count('unknown'),
    failing: failingIn(before, findings),
    told: before?.told ?? [],
  };
}

/** A change of the result that people should hear of. */
export type VerificationNews = {
  /** All that fails and will be known, sorted; empty when everything is mended. */
  readonly failing: readonly string[];
  readonly added: readonly string[];
  readonly mended: readonly string[];
};

/** Two looks that follow each other more closely, as by hand, see the same moment. */
const CONFIRM_AFTER_MS = 60_000;

/**
 * The change that people do not know of yet; null when there is none. Only what two verifications in a
 * row have seen counts: a page that was slow once wakes nobody, neither when it goes nor when it comes
 * back.
 */
export function verificationNews(
  before: Verified | null,
  next: Verified,
  phase: Phase,
): VerificationNews | null {
  if (before === null || next.at - before.at < CONFIRM_AFTER_MS) return null;
  const earlier = new Set(before.failing);
  const now = new Set(next.failing);
  const known = new Set(next.told);
  const added = next.failing.filter(
    (id) => !known.has(id) && earlier.has(id) && isForPeople(id, phase),
  );
  const mended = next.told.filter((id) => !now.has(id) && !earlier.has(id));
  if (added.length === 0 && mended.length === 0) return null;
  const stays = next.told.filter((id) => !mended.includes(id));
  return { failing: [...stays, ...added].toSorted(), added, mended };
}

/**
 * While visitors are away from the primary, what is wrong with the primary, its checks and its records
 * is told by the incident; what is wrong with the place where they are is not.
 */
const isForPeople = (id: string, phase: Phase): boolean =>
  phase === 'on-primary' || id.startsWith('website.') || id.startsWith('bucket.');

function failingIn(before: Verified | null, findings: readonly Finding[]): readonly string[] {
  const failed = findings.filter(({ outcome }) => outcome === 'fail').map(({ id }) => id);
  const unseen = unseenIn(findings);
  const kept = (before?.failing ?? []).filter(
    (id) => !failed.includes(id) && (unseen.ids.has(id) || unseen.topics.has(topicOf(id))),
  );
  return [...new Set([...failed, ...kept])].toSorted();
}

/** `records.readable unknown` stands for all of `records.*`. */
function unseenIn(findings: readonly Finding[]) {
  const ids = findings.filter(({ outcome }) => outcome === 'unknown').map(({ id }) => id);
  const topics = ids.filter((id) => id.endsWith('.readable')).map(topicOf);
  return { ids: new Set(ids), topics: new Set(topics) };
}

const topicOf = (id: string): string => id.slice(0, id.indexOf('.'));
