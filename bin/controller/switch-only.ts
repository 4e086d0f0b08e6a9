import type { OrderRequest } from '../../lib/app/failover-request.ts';
import type { ServingDeps } from '../../lib/app/look.ts';
import type { RuleId } from '../../lib/core/rules.ts';
import type { Site } from '../../lib/core/site.ts';
import { type EpochMs, plusMs } from '../../lib/core/time.ts';
import type { Now, Sleep, Switch } from '../../lib/core/world.ts';
import type { PutByHand } from '../../lib/io/switch-by-hand.ts';
import { lookWithoutRecord, type Visible } from './visible.ts';

export type SwitchOnlyDeps = ServingDeps & {
  readonly now: Now;
  readonly sleep: Sleep;
  readonly switch: Pick<Switch, 'read' | 'remove'>;
  readonly putByHand: PutByHand;
};

/** What came of moving the switch alone. */
export type SwitchOnly = {
  readonly action: OrderRequest['action'];
  readonly site: string;
  readonly outcome:
    | 'flipped'
    | 'already'
    | 'not-yet-served'
    | 'blocked'
    | 'would-flip'
    | 'superseded';
  readonly by: string;
  readonly isDryRun: boolean;
  /** Of the safety rules, only that about the target can be looked at without the record. */
  readonly blockedBy: readonly RuleId[];
  readonly overridden: readonly RuleId[];
  readonly visible: Visible;
};

/** Time between two looks at the name servers. */
const POLL_MS = 1_000;

/**
 * The last resort, when the state table is out of reach: puts or removes the switch object, and waits
 * for the name servers. It needs S3 and DNS and nothing else, and the record does not know of it.
 */
export async function moveSwitchOnly(
  deps: SwitchOnlyDeps,
  site: Site,
  request: OrderRequest,
  waitMs: number,
): Promise<SwitchOnly> {
  const { action, by, isDryRun, overrides } = request;
  const until = plusMs(deps.now(), waitMs);
  const before = await lookWithoutRecord(deps, site);
  const blocks = blocksOf(action, before);
  const blockedBy = blocks.filter((rule) => !overrides.includes(rule));
  const overridden = blocks.filter((rule) => overrides.includes(rule));
  const facts = { action, site: site.name, by, isDryRun, blockedBy, overridden, visible: before };
  if (blockedBy.length > 0) return { ...facts, outcome: 'blocked' };
  if (isDryRun) return { ...facts, outcome: 'would-flip' };
  const moved = await (action === 'failover' ? put : remove)(deps, site, request);
  if (moved === 'superseded') return { ...facts, outcome: moved };
  const visible = await awaitServed(deps, site, targetOf(action), until);
  const isServed = visible.served === targetOf(action);
  return { ...facts, visible, outcome: isServed ? moved : 'not-yet-served' };
}

const targetOf = (action: OrderRequest['action']) =>
  action === 'failover' ? 'secondary' : 'primary';

/** The monitor's judgement of the primary is in the table: here only this machine can ask it. */
function blocksOf(
  action: OrderRequest['action'],
  { answersUs, secondary }: Visible,
): readonly RuleId[] {
  if (action === 'failback') return answersUs ? [] : ['primary-not-healthy'];
  return secondary === 'healthy' ? [] : ['secondary-not-healthy'];
}

type Moved = 'flipped' | 'already' | 'superseded';

async function put(deps: SwitchOnlyDeps, site: Site, { by, reason }: OrderRequest): Promise<Moved> {
  const at = new Date(deps.now()).toISOString();
  return (await deps.putByHand({ site: site.name, by, at, reason })) ? 'flipped' : 'already';
}

/** It is read once more: a look that failed before must not be taken for an absence. */
async function remove(deps: SwitchOnlyDeps, site: Site): Promise<Moved> {
  const found = await deps.switch.read(site.name);
  if (found === null) return 'already';
  return (await deps.switch.remove(site.name, found.tag)) ? 'flipped' : 'superseded';
}

async function awaitServed(
  deps: SwitchOnlyDeps,
  site: Site,
  target: 'primary' | 'secondary',
  until: EpochMs,
): Promise<Visible> {
  for (;;) {
    const visible = await lookWithoutRecord(deps, site);
    if (visible.served === target || deps.now() >= until) return visible;
    await deps.sleep(POLL_MS);
  }
}
