import type { DrillReport } from './drill.ts';
import type { Policy, Target } from './site.ts';

/** A bad day as data: what is done to the stage, and what has to be observed, in this order. */
export type Script = {
  readonly name: string;
  /** What is rehearsed; `{}` is the site's name. */
  readonly title: string;
  /** One line for the list of scripts. */
  readonly summary: string;
  /** Told before it begins. */
  readonly story: string;
  /** What the site's policy has to be for it. */
  readonly policy: Partial<Policy>;
  /** Whether mails are shown whole or as far as their first paragraph. */
  readonly mails: 'whole' | 'lead';
  /** The first one is an act: every time is counted from it. */
  readonly steps: readonly ScriptStep[];
  /** What has to be counted from the first act to the end: no more and no less. */
  readonly tally: Tally;
  /** The times that matter to people. */
  readonly spans: readonly Span[];
};

/** One moment that has to be seen: acts at once, then waits until everything is so. */
export type ScriptStep = {
  readonly name: string;
  /** What it means to the person who watches. */
  readonly text: string;
  readonly mood: 'good' | 'bad' | 'strong';
  readonly acts: readonly Act[];
  readonly sees: readonly Sight[];
  /** Nothing is done or looked at until so long after an earlier step. */
  readonly notBefore: { readonly step: string; readonly ms: number } | null;
  /** How long it usually takes. */
  readonly aboutMs: number;
  /** How long it may take before it counts as not observed. */
  readonly limitMs: number;
};

/** What is done to the stage, or ordered by an operator. */
export type Act =
  | { readonly kind: 'kill-primary' }
  | { readonly kind: 'revive-primary' }
  /** The bucket's policy is gone, so that its pages answer 403. */
  | { readonly kind: 'break-page' }
  | { readonly kind: 'mend-page' }
  /** Nothing answers the probe function any more, whatever visitors meet. */
  | { readonly kind: 'cut-off-prober' }
  | { readonly kind: 'reconnect-prober' }
  /** The failover function dies at this moment, once. */
  | { readonly kind: 'doom'; readonly moment: DoomedMoment }
  /** An event for the failover function, as an operator writes it. */
  | { readonly kind: 'order'; readonly event: Readonly<Record<string, unknown>> }
  /** sites.yml is changed and deployed. */
  | { readonly kind: 'deploy'; readonly policy: Partial<Policy> };

/** `before-switch`: the intent is saved, the switch not put. `during-stay`: a drill's visitors are on the secondary. */
export type DoomedMoment = 'before-switch' | 'during-stay';

/** What has to be so at one moment. */
export type Sight =
  /** Somebody reported it since the latest act. */
  | { readonly kind: 'reported'; readonly report: Report }
  /** What every name server answers with. */
  | { readonly kind: 'served'; readonly target: Target }
  /** Where the switch stands. */
  | { readonly kind: 'switched'; readonly target: Target }
  /** What a visitor gets who resolves the name first. */
  | { readonly kind: 'page'; readonly from: Target | 'broken' }
  /** What Route 53 makes of its checkers. */
  | { readonly kind: 'check'; readonly check: CheckName; readonly isHealthy: boolean };

export type CheckName = 'endpoint' | 'switch' | 'parent';

export type Report =
  | { readonly kind: 'detected' }
  | { readonly kind: 'mail'; readonly event: string }
  | { readonly kind: 'switch'; readonly isPresent: boolean }
  | { readonly kind: 'crash'; readonly moment: DoomedMoment }
  | { readonly kind: 'verification-fails' };

export type Tally = {
  /** How often the name servers' answer changed between the targets. */
  readonly dnsChanges: number;
  readonly switchPuts: number;
  /** By event; any other event is a surprise. */
  readonly mails: Readonly<Record<string, number>>;
  /** What came of the drill; null when there was none. */
  readonly drill: DrillReport['outcome'] | null;
};

/** The time between two steps, in a sentence with `{}` in its place. */
export type Span = { readonly from: string; readonly to: string; readonly text: string };

/** How long a script takes when everything goes as usual. */
export function usualMs(steps: readonly ScriptStep[]): number {
  const doneAtMs = new Map<string, number>();
  let nowMs = 0;
  for (const { name, notBefore, aboutMs } of steps) {
    const earliestMs = notBefore === null ? 0 : (doneAtMs.get(notBefore.step) ?? 0) + notBefore.ms;
    nowMs = Math.max(nowMs, earliestMs) + aboutMs;
    doneAtMs.set(name, nowMs);
  }
  return nowMs;
}
