import type { Site } from '../../site.ts';
import { switchKey } from '../../switch-key.ts';
import { type Check, fail, listed, pass, warn } from '../check.ts';
import type { Expected, HealthCheck } from '../snapshot.ts';
import type { HealthChecksView } from '../views.ts';
import { isExisting } from './existing-check.ts';

/**
 * The check watches the switch rather than the primary: an object on S3, or whatever else is
 * inverted and is not the primary itself.
 */
export function isSwitch(site: Site, check: HealthCheck): boolean {
  if (isExisting(site, check)) return false;
  if (S3_DOMAIN.test(check.domainName ?? '')) return true;
  const { where } = site.primary;
  const isPrimary =
    check.ipAddress !== null ||
    check.domainName === site.name ||
    (where.kind === 'load-balancer' && check.domainName === where.dnsName);
  return check.inverted && !isPrimary;
}

const switchPresent: Check<HealthChecksView> = {
  id: 'health-checks.switch',
  severity: 'fail',
  rule: 'There is a switch: an inverted check on an object, so that a failover needs no control plane. Inverted, because the object is absent on a good day.',
  sources: [
    'https://aws.amazon.com/blogs/networking-and-content-delivery/creating-disaster-recovery-mechanisms-using-amazon-route-53',
  ],
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

const rightObject: Check<HealthChecksView> = {
  id: 'health-checks.switch-object',
  severity: 'fail',
  rule: "Each check on the switch asks for the site's own switch object over HTTP or HTTPS, by the name of its bucket, and is content with any answer that S3 gives for an object that is there.",
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-creating-values.html',
  ],
  why: 'A check that asks for anything else does not see the switch: a failover by hand or by Understudy moves nobody, or another object moves everybody.',
  judge: ({ site, switches, snapshot: { expected } }) => {
    if (switches.length === 0) return null;
    const wrong = switches.flatMap((check) => departures(site, expected, check));
    return wrong.length === 0
      ? pass(listed(switches.map(({ id, path }) => `${id} asks for ${path}`)))
      : fail(
          listed(wrong),
          `Deploy to create the right check, and make it a child of the calculated check; name, port and path of one can be set, too: aws route53 update-health-check --health-check-id ${switches[0]?.id} --fully-qualified-domain-name ${expected.switchDomain ?? 'SWITCH-BUCKET-DOMAIN'} --resource-path /${switchKey(site.name)}`,
        );
  },
};

export const SWITCH_CHECKS: readonly Check<HealthChecksView>[] = [switchPresent, rightObject];

/** Where a check departs from the switch, in words. A name that nobody knows is not judged. */
function departures(site: Site, { switchDomain }: Expected, check: HealthCheck): string[] {
  const { id, type, ipAddress, domainName, port, path } = check;
  const key = `/${switchKey(site.name)}`;
  const usualPort = PORTS[type] ?? null;
  if (usualPort === null)
    return [`${id} is of type ${type}, which does not tell whether an object is there`];
  return [
    ...(path === key ? [] : [`${id} asks for ${path ?? '/'}, the switch is ${key}`]),
    ...(switchDomain === null || domainName === switchDomain
      ? []
      : [`${id} asks ${domainName ?? 'no name'}, the switch is at ${switchDomain}`]),
    ...(ipAddress === null ? [] : [`${id} asks ${ipAddress}, and addresses of S3 change`]),
    ...((port ?? usualPort) === usualPort ? [] : [`${id} asks port ${port} for ${type}`]),
  ];
}

const PORTS: Readonly<Record<string, number>> = { HTTP: 80, HTTPS: 443 };

/** `bucket.s3.region.amazonaws.com`, `s3.region.amazonaws.com` and the older spellings with a dash. */
const S3_DOMAIN = /(^|\.)s3[.-]([a-z0-9-]+\.)*amazonaws\.com(\.cn)?$/;

const notInverted = ({ id }: HealthCheck) =>
  fail(
    `switch check ${id} is not inverted`,
    `aws route53 update-health-check --health-check-id ${id} --inverted`,
    'The object is absent on a good day, so the check fails and every visitor gets the secondary although the primary is healthy.',
  );
