import { judgeAnswer } from '../../core/adopt/expected.ts';
import type { SitePlan } from '../../core/adopt/plan.ts';
import type { SiteSeen } from '../../core/adopt/seen.ts';
import type { NameServerAnswer } from '../../core/verify/snapshot.ts';
import { askNameServers, tryLook } from '../look.ts';
import { recogniseSecondary } from '../recognise.ts';
import type { AdoptDeps } from './adopt-deps.ts';
import { waitUntil } from './wait-until.ts';

/** What the name servers said to a change. `cut-short`: the signal ended the asking. */
export type Confirmation =
  | { readonly kind: 'confirmed' }
  | { readonly kind: 'denied'; readonly why: string }
  | { readonly kind: 'cut-short' };

/** Which side of the plan is to be seen: what it leads to, or where it came from. */
export type Side = 'expected' | 'expectedBack';

export const CONFIRM_EVERY_MS = 4_000;
/** In a row, so that the first and the last lie at least 20 s apart: about as long as a check takes to fail. */
export const CONFIRM_ROUNDS = 6;
/** So many rounds in a row with a wrong answer are no accident. */
export const DENIED_ROUNDS = 3;
export const CONFIRM_LIMIT_MS = 120_000;

type Round =
  | { readonly kind: 'good' }
  | { readonly kind: 'wrong' | 'silent'; readonly why: string };

/**
 * Asks every name server, several rounds in a row, until all answer as they should. One that was silent
 * before the change as well has no say, as long as another one answers.
 */
export async function confirm(
  deps: AdoptDeps,
  sites: readonly { readonly plan: SitePlan; readonly seen: SiteSeen }[],
  side: Side,
  signal: AbortSignal | null,
): Promise<Confirmation> {
  let good = 0;
  let wrong = 0;
  let latest: Round = { kind: 'silent', why: 'nobody was asked' };
  const patience = { limitMs: CONFIRM_LIMIT_MS, everyMs: CONFIRM_EVERY_MS, signal };
  const found = await waitUntil<Confirmation>(deps, patience, async () => {
    latest = await askRound(deps, sites, side);
    good = latest.kind === 'good' ? good + 1 : 0;
    wrong = latest.kind === 'wrong' ? wrong + 1 : 0;
    deps.tell({ step: 'confirming', rounds: good, wanted: CONFIRM_ROUNDS });
    if (good === CONFIRM_ROUNDS) return { kind: 'confirmed' };
    return wrong === DENIED_ROUNDS ? denied(latest) : null;
  });
  if (found !== null) return found;
  return signal?.aborted === true ? { kind: 'cut-short' } : denied(latest);
}

const denied = (round: Round): Confirmation => ({
  kind: 'denied',
  why: round.kind === 'good' ? 'the name servers did not agree for long enough' : round.why,
});

async function askRound(
  deps: AdoptDeps,
  sites: readonly { readonly plan: SitePlan; readonly seen: SiteSeen }[],
  side: Side,
): Promise<Round> {
  const rounds = await Promise.all(sites.map(({ plan, seen }) => askSite(deps, plan, seen, side)));
  const bad =
    rounds.find(({ kind }) => kind === 'wrong') ?? rounds.find(({ kind }) => kind !== 'good');
  return bad ?? { kind: 'good' };
}

async function askSite(
  deps: AdoptDeps,
  plan: SitePlan,
  seen: SiteSeen,
  side: Side,
): Promise<Round> {
  const look = await tryLook(() => askNameServers(deps, seen.site));
  if (!look.ok) return { kind: 'silent', why: `the name servers could not be asked: ${look.why}` };
  const secondary = await secondaryAddresses(deps, plan, seen, look.value);
  const judged = look.value.map((server) => ({
    server,
    judgement: judgeAnswer(plan[side], server, secondary),
  }));
  const wrong = judged.find(({ judgement }) => judgement === 'otherwise');
  if (wrong !== undefined) return { kind: 'wrong', why: wrongText(plan, wrong.server) };
  const answering = judged.filter(({ judgement }) => judgement === 'as-expected');
  const newlySilent = judged.find(
    ({ server, judgement }) => judgement === 'silent' && !wasSilent(plan, seen, server),
  );
  if (newlySilent !== undefined || answering.length === 0)
    return {
      kind: 'silent',
      why: `${newlySilent?.server.nameServer ?? 'every name server'} does not answer for ${plan.name}`,
    };
  return { kind: 'good' };
}

/** S3 answers with other addresses all the time; they matter only where nobody knows the primary's. */
async function secondaryAddresses(
  deps: AdoptDeps,
  plan: SitePlan,
  seen: SiteSeen,
  answers: readonly NameServerAnswer[],
): Promise<readonly string[]> {
  const known = { primary: seen.primaryAddresses, secondary: seen.secondaryAddresses };
  if (plan.expected.a.kind === 'among') return known.secondary;
  return [...known.secondary, ...(await recogniseSecondary(deps, seen.site, answers, known))];
}

/** What a server did not tell before the change, it need not tell after it. */
const wasSilent = (
  { expectedBack }: SitePlan,
  { dns, secondaryAddresses: known }: SiteSeen,
  { nameServerAddress }: NameServerAnswer,
): boolean =>
  dns.ok &&
  dns.value.some(
    (before) =>
      before.nameServerAddress === nameServerAddress &&
      judgeAnswer(expectedBack, before, known) === 'silent',
  );

function wrongText({ name }: SitePlan, { nameServer, answer, aaaa }: NameServerAnswer): string {
  const said = [
    ...(answer.ok ? [`A ${answer.value.addresses.join(', ') || answer.value.rcode}`] : []),
    ...(aaaa.ok && aaaa.value.addresses.length > 0
      ? [`AAAA ${aaaa.value.addresses.join(', ')}`]
      : []),
  ];
  return `${nameServer} answers for ${name} with ${said.join(' and ') || 'nothing'}`;
}
