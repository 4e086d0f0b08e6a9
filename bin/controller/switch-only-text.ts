import { unreachable } from '../../lib/core/unreachable.ts';
import { REASON_TEXT } from '../../lib/render/reasons.ts';
import { wrap } from '../../lib/render/text.ts';
import type { SwitchOnly } from './switch-only.ts';
import { visibleRows } from './visible.ts';

/** What came of moving the switch alone, for the person who did it. */
export function switchOnlyText(facts: SwitchOnly): string {
  const { site, action, outcome, blockedBy, overridden, visible } = facts;
  return [
    wrap(`${site}: ${outcomeText(action, outcome)}`),
    ...blockedBy.map((rule) => wrap(`- ${rule}: ${REASON_TEXT[rule]}`)),
    ...(blockedBy.length === 0 ? [] : [`To do it all the same: --override ${blockedBy.join(',')}`]),
    ...(overridden.length === 0 ? [] : [`overridden: ${overridden.join(', ')}`]),
    '',
    ...visibleRows(visible),
    '',
    wrap(`WARNING: ${[UNSEEN, ...laterOf(facts)].join(' ')}`),
  ].join('\n');
}

function outcomeText(action: SwitchOnly['action'], outcome: SwitchOnly['outcome']): string {
  const isOver = action === 'failover';
  const target = isOver ? 'secondary' : 'primary';
  switch (outcome) {
    case 'flipped':
      return `the switch is ${isOver ? 'put' : 'removed'}, and the name servers answer with the ${target}.`;
    case 'already':
      return `the switch was ${isOver ? 'there' : 'absent'} already, and the name servers answer with the ${target}.`;
    case 'not-yet-served':
      return `the switch is ${isOver ? 'there' : 'absent'}, and the name servers do not answer with the ${target} so far. Route 53 follows it by itself${isOver ? '' : ', once the primary is healthy in its eyes'}.`;
    case 'blocked':
      return 'blocked by a safety rule; nothing was done.';
    case 'would-flip':
      return `would ${isOver ? 'put' : 'remove'} the switch now (dry run: nothing was done).`;
    case 'superseded':
      return 'somebody else has changed the switch meanwhile, and nothing was done. Try again.';
    default:
      return unreachable(outcome);
  }
}

const UNSEEN =
  "The record does not know of this. Nobody has looked at a hold, the cooldown, the day's limit, a drill that is under way or whether the monitor is blind.";

/** What Understudy makes of it, unless nothing was changed, or its own switch was there already. */
function laterOf({ action, outcome, visible }: SwitchOnly): readonly string[] {
  const isOwn = action === 'failover' && visible.switchObject?.isOurs === true;
  return CHANGED.has(outcome) && !isOwn ? [LATER[action]] : [];
}

const CHANGED: ReadonlySet<SwitchOnly['outcome']> = new Set([
  'flipped',
  'already',
  'not-yet-served',
]);

const LATER: Readonly<Record<SwitchOnly['action'], string>> = {
  failover:
    'Understudy takes the switch for an order by hand as soon as it can read its table again; a failback then needs an order, too.',
  failback:
    'Understudy takes the absence of the switch for an order by hand as soon as it can read its table again, unless it was in the middle of a failover: then it puts the switch back.',
};
