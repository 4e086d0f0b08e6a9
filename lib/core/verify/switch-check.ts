import type { Site } from '../site.ts';
import { type Check, fail, listed, pass, warn } from './check.ts';
import type { HealthCheck } from './snapshot.ts';
import type { HealthChecksView } from './views.ts';

/**
 * The check watches the switch rather than the primary: an object on S3, or whatever else is
 * inverted and is not the primary itself.
 */
export function isSwitch(site: Site, check: HealthCheck): boolean {
  if (S3_DOMAIN.test(check.domainName ?? '')) return true;
  const { where } = site.primary;
  const isPrimary =
    check.ipAddress !== null ||
    check.domainName === site.name ||
    (where.kind === 'load-balancer' && check.domainName === where.dnsName);
  return check.inverted && !isPrimary;
}

/**
 * There is a switch: an inverted check on an object, so that a failover needs no control plane.
 * Inverted, because the object is absent on a good day.
 * https://aws.amazon.com/blogs/networking-and-content-delivery/creating-disaster-recovery-mechanisms-using-amazon-route-53/
 */
const switchPresent: Check<HealthChecksView> = {
  id: 'health-checks.switch',
  why: 'Without a switch nobody can fail over or rehearse by hand, and Route 53 fails back at the first sign of life, again and again.',
  judge: ({ site, primary, top, switches, missingIds }) => {
    const [upright] = switches.filter(({ inverted }) => !inverted);
    if (upright !== undefined) return notInverted(upright);
    if (switches.length > 0) return pass(`inverted check ${listed(switches.map(({ id }) => id))}`);
    const isAnotherFinding =
      missingIds.length > 0 ||
      (top === null &&
        (primary.healthCheckId !== null || primary.alias?.evaluateTargetHealth !== true));
    return isAnotherFinding
      ? null
      : warn(
          'no inverted check among the health checks of the primary',
          `Deploy to create the switch, then set the health check of the PRIMARY record of ${site.name} to the calculated check of the stack's output.`,
        );
  },
};

export const SWITCH_CHECKS: readonly Check<HealthChecksView>[] = [switchPresent];

/** `bucket.s3.region.amazonaws.com`, `s3.region.amazonaws.com` and the older spellings with a dash. */
const S3_DOMAIN = /(^|\.)s3[.-]([a-z0-9-]+\.)*amazonaws\.com(\.cn)?$/;

const notInverted = ({ id }: HealthCheck) =>
  fail(
    `switch check ${id} is not inverted`,
    `aws route53 update-health-check --health-check-id ${id} --inverted`,
    'The object is absent on a good day, so the check fails and every visitor gets the secondary although the primary is healthy.',
  );
