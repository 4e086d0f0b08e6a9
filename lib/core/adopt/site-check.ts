import { canonicalAddress } from '../canonical-address.ts';
import type { Site } from '../site.ts';
import { switchKey } from '../switch-key.ts';
import type { ListedCheck } from './seen.ts';

/** The health check for a site's PRIMARY record, or why it is not known. */
export type SiteCheck =
  | { readonly found: 'one'; readonly id: string }
  | { readonly found: 'none'; readonly why: string }
  | { readonly found: 'several'; readonly ids: readonly string[] };

/**
 * Found by what it is, as the stack makes it, and not by its name: with addresses the calculated check
 * over one endpoint check for each of them and as many checks on the switch, of which one more than the
 * switch has must be healthy; where sites.yml names endpoint checks, over those, whatever they ask; behind
 * a load balancer the check on the switch itself. Of several equal ones the one that the record has already
 * is meant: deleted stacks leave their checks behind.
 */
export function siteCheckOf(
  site: Site,
  checks: readonly ListedCheck[],
  switchDomain: string,
  attachedIds: readonly string[],
): SiteCheck {
  const switches = checks.filter((check) => isSwitchOf(site, switchDomain, check));
  if (switches.length === 0)
    return {
      found: 'none',
      why: `no inverted health check watches https://${switchDomain}/${switchKey(site.name)}`,
    };
  const candidates =
    site.primary.where.kind === 'load-balancer' ? switches : parentsOver(site, switches, checks);
  const meant = candidates.filter(({ id }) => attachedIds.includes(id));
  const [first, ...others] = meant.length === 1 ? meant : candidates;
  if (first === undefined) return { found: 'none', why: noParent(site) };
  return others.length === 0
    ? { found: 'one', id: first.id }
    : { found: 'several', ids: candidates.map(({ id }) => id) };
}

const isSwitchOf = (site: Site, switchDomain: string, check: ListedCheck): boolean =>
  check.inverted &&
  check.domainName?.toLowerCase() === switchDomain.toLowerCase() &&
  check.path === `/${switchKey(site.name)}`;

function parentsOver(
  site: Site,
  switches: readonly ListedCheck[],
  checks: readonly ListedCheck[],
): readonly ListedCheck[] {
  const addresses = addressesOf(site);
  const { healthCheckIds } = site.primary;
  const switchIds = new Set(switches.map(({ id }) => id));
  const byId = new Map(checks.map((check) => [check.id, check]));
  return checks.filter((check) => {
    if (check.type !== 'CALCULATED' || check.inverted) return false;
    const watching = check.childIds.filter((id) => switchIds.has(id));
    const others = check.childIds.filter((id) => !switchIds.has(id));
    const watched = others
      .map((id) => byId.get(id))
      .filter((child) => child !== undefined && isEndpointOf(site, child))
      .map((child) => canonicalAddress(child?.ipAddress ?? ''));
    return (
      watching.length === addresses.length &&
      check.childIds.length === 2 * addresses.length &&
      (healthCheckIds.length > 0 ? areSame(others, healthCheckIds) : areSame(watched, addresses)) &&
      check.healthThreshold === addresses.length + 1
    );
  });
}

const isEndpointOf = (site: Site, check: ListedCheck): boolean =>
  !check.inverted && check.ipAddress !== null && check.port === site.primary.port;

const addressesOf = ({ primary: { where } }: Site): readonly string[] =>
  where.kind === 'addresses' ? where.addresses.map(canonicalAddress) : [];

const areSame = (some: readonly string[], others: readonly string[]): boolean =>
  some.length === others.length && others.every((each) => some.includes(each));

const noParent = (site: Site): string =>
  site.primary.healthCheckIds.length > 0
    ? `no calculated health check stands over the switch and ${site.primary.healthCheckIds.join(', ')}`
    : `no calculated health check stands over the switch and ${addressesOf(site).join(', ')} on port ${site.primary.port}`;
