import { outageGravity } from '../../core/alerts/outage.ts';
import { holdInForce } from '../../core/maintenance.ts';
import { duration } from '../duration.ts';
import { describeHold } from '../hold.ts';
import type { Line } from '../layout.ts';
import { REASON_TEXT } from '../reasons.ts';
import { comesBackByItself, understudyWill } from '../response.ts';
import type { SiteFacts } from './site-facts.ts';

/** What Understudy did or will do about an outage, and which rule keeps it from that. */
export function outageDoes(facts: SiteFacts): readonly Line[] {
  const { site, incident, controller, now } = facts;
  const hold = holdInForce(controller?.failover.hold ?? null, site.policy.maintenance, now);
  const held = hold === null ? [] : [`In force is ${describeHold(hold)}: nothing is flipped.`];
  const { drill } = controller?.failover ?? { drill: null };
  const rehearsed =
    drill === null
      ? []
      : ['A drill was under way when this began. This is no part of it: the primary really fails.'];
  if (incident.state === 'over') return [failbackLine(facts), ...held];
  const phase = controller?.failover.phase ?? 'on-primary';
  const isKept = hold !== null && phase === 'on-primary';
  return [...rehearsed, ...(isKept ? [] : blockLines(facts)), ...held];
}

function blockLines({ site, controller }: SiteFacts): string[] {
  const phase = controller?.failover.phase;
  const { incidents, failover } = controller ?? { incidents: null, failover: null };
  if (phase === 'on-secondary' && outageGravity(site, controller) === 3) return [NOTHING_LEFT];
  const isBlocked = incidents?.blocked.state === 'open' && phase === 'on-primary';
  if (!isBlocked || failover === null || failover.reason === null)
    return [understudyWill(site, phase)];
  return [
    `It does not fail over, since a rule forbids it (${failover.reason}): ${REASON_TEXT[failover.reason]}`,
    'It looks again every minute, and fails over as soon as no rule forbids it.',
  ];
}

const NOTHING_LEFT =
  'It can move visitors nowhere better: both fail. It goes on looking, and tells when the primary is healthy again; what is wrong with the secondary, verify says.';

function failbackLine({ site, controller }: SiteFacts): string {
  const phase = controller?.failover.phase;
  if (phase === 'on-primary') return 'Nothing more: visitors are on the primary.';
  if (comesBackByItself(site, controller?.failover.cause))
    return `If visitors were failed over, it fails back once the primary has been healthy for ${duration(site.policy.stableForMs)}.`;
  return phase === 'on-secondary'
    ? 'Visitors stay on the secondary until you fail back.'
    : 'If visitors were failed over, they stay on the secondary until you fail back.';
}
