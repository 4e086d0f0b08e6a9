import type { Presence } from './alerts/incident.ts';
import type { Phase } from './failover.ts';
import type { EpochMs } from './time.ts';
import type { Finding, Outcome } from './verify/finding.ts';

/** What is remembered of the latest verification of a site. */
export type Verified = {
  readonly at: EpochMs;
  /** The checks that failed, sorted by ID; one that could not look still says what it said before. */
  readonly failing: readonly string[];
  /** Those that two looks in a row have seen and that matter to people, sorted. */
  readonly confirmed: readonly string[];
  /** The checks that people were told of since all was well, sorted. */
  readonly told: readonly string[];
} & Readonly<Record<Outcome, number>>;

/** Two looks that follow each other more closely, as by hand, see the same moment. */
const CONFIRM_AFTER_MS = 60_000;

/**
 * What the record says after one more verification. Only what two in a row have seen counts: a page that was
 * slow once wakes nobody, neither when it goes nor when it comes back.
 */
export function followVerification(
  before: Verified | null,
  findings: readonly Finding[],
  at: EpochMs,
  phase: Phase,
): Verified {
  const count = (outcome: Outcome) =>
    findings.filter((finding) => finding.outcome === outcome).length;
  const failing = failingIn(before, findings);
  return {
    at,
    pass: count('pass'),
    warn: count('warn'),
    fail: count('fail'),
    unknown: count('unknown'),
    failing,
    confirmed:
      before !== null && isSecondLook(before, at)
        ? confirmedIn(before, failing, phase)
        : (before?.confirmed ?? []),
    told: before?.told ?? [],
  };
}

/** Whether something fails for certain, and since which look; a single look tells nothing. */
export function notReadyPresence(
  before: Verified | null,
  { at, confirmed }: Verified,
): { readonly presence: Presence; readonly at: EpochMs } {
  if (before === null || !isSecondLook(before, at)) return { presence: 'unknown', at };
  return { presence: confirmed.length > 0 ? 'present' : 'absent', at: before.at };
}

/** What people know of what fails, and what they do not. */
export type VerificationNews = {
  /** All that fails, the secondary's own first. */
  readonly failing: readonly string[];
  /** What of it nobody was told of. */
  readonly added: readonly string[];
  /** What people were told of and is mended. */
  readonly mended: readonly string[];
};

export function verificationNews({ confirmed, told }: Verified): VerificationNews {
  return {
    failing: [...confirmed.filter(isOfSecondary), ...confirmed.filter((id) => !isOfSecondary(id))],
    added: confirmed.filter((id) => !told.includes(id)),
    mended: told.filter((id) => !confirmed.includes(id)),
  };
}

/** Graver than what people know once another check fails, whatever else was mended meanwhile. */
export const notReadyGravity = (verified: Verified, toldGravity: number): number =>
  verificationNews(verified).added.length > 0 ? toldGravity + 1 : toldGravity;

/** What people have been told of by now; after the end of it all, of nothing. */
export const toldOf = (known: readonly string[], said: readonly string[]): readonly string[] =>
  [...new Set([...known, ...said])].toSorted();

/** The place where visitors go: while it fails there is no secondary, whatever else is well. */
export const isOfSecondary = (id: string): boolean =>
  id.startsWith('website.') || id.startsWith('bucket.');

const isSecondLook = (before: Verified, at: EpochMs): boolean => at - before.at >= CONFIRM_AFTER_MS;

function confirmedIn(
  before: Verified,
  failing: readonly string[],
  phase: Phase,
): readonly string[] {
  const stays = before.confirmed.filter(
    (id) => failing.includes(id) || before.failing.includes(id),
  );
  const added = failing.filter((id) => before.failing.includes(id) && isForPeople(id, phase));
  return [...new Set([...stays, ...added])].toSorted();
}

/**
 * While visitors are away from the primary, what is wrong with the primary, its checks and its records
 * is told by the incident; what is wrong with the place where they are is not.
 */
const isForPeople = (id: string, phase: Phase): boolean =>
  phase === 'on-primary' || isOfSecondary(id);

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
