import type { FlipCause, Phase } from '../core/failover.ts';
import type { Site } from '../core/site.ts';
import { unreachable } from '../core/unreachable.ts';
import { digCommand, failoverCommand, probeCommand } from './commands.ts';
import type { Line } from './layout.ts';

/** What visitors get, as far as the phase tells. */
export function visitorsGet(phase: Phase | undefined): string {
  switch (phase) {
    case undefined:
      return 'Visitors get what the name servers answer with: the primary, unless a failover has moved them.';
    case 'on-primary':
      return 'Visitors get the primary.';
    case 'failing-over':
      return 'Visitors are being moved to the secondary.';
    case 'on-secondary':
      return 'Visitors get the secondary.';
    case 'failing-back':
      return 'Visitors are being moved back to the primary.';
    default:
      return unreachable(phase);
  }
}

/** What Understudy does about an unhealthy primary. */
export function understudyWill(site: Site, phase: Phase | undefined): string {
  if (site.policy.mode === 'observe')
    return 'Nothing: the policy mode is observe. Route 53 fails over by itself if its own health check finds the primary unhealthy.';
  switch (phase) {
    case undefined:
    case 'on-primary':
      return 'It fails over now, unless a safety rule forbids it: the secondary must be known to be healthy, nobody may hold the site, the cooldown must be over, the day must have flips left and the monitor must not be blind. A message follows when the name servers answer with the secondary, or when a rule blocks the failover.';
    case 'failing-over':
      return 'It has begun the failover and repeats it until the name servers answer with the secondary.';
    case 'on-secondary':
      return 'Nothing more: the secondary is served already.';
    case 'failing-back':
      return 'It is finishing the failback that was under way; after that it may fail over again.';
    default:
      return unreachable(phase);
  }
}

/** Whether visitors come back without an order; what an operator has moved, an operator moves back. */
export const comesBackByItself = ({ policy }: Site, cause: FlipCause | undefined): boolean =>
  policy.mode === 'automatic' && policy.failback === 'automatic' && cause !== 'order';

/** The commands that an operator needs, each with what it is for. */
export function commandsFor(site: Site, addresses: readonly string[]): Line[] {
  const { where } = site.primary;
  const known = where.kind === 'addresses' ? where.addresses : [where.dnsName];
  const asked = (addresses.length === 0 ? known : addresses).slice(0, ADDRESSES_MAX);
  return [
    'Ask Understudy what it knows:',
    { command: failoverCommand(site, 'status') },
    'See whether a flip would work, and what is wrong if not:',
    { command: failoverCommand(site, 'verify') },
    'Ask DNS whom visitors get:',
    { command: digCommand(site) },
    'Ask the primary yourself:',
    ...asked.map((address) => ({ command: probeCommand(site, address) })),
  ];
}

const ADDRESSES_MAX = 5;
