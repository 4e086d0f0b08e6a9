import { daysLeft } from '../probing/certificate.ts';
import type { Site, Target } from '../site.ts';
import type { EpochMs } from '../time.ts';
import { type Check, fail, judgeAll, pass, unknown, warn } from './check.ts';
import { few } from './few.ts';
import type { Finding, Look } from './finding.ts';
import { DEPLOY_COMMAND } from './mends.ts';
import type { Certificate, Snapshot } from './snapshot.ts';

/** Whether the certificates hold for the site, and for how long; nothing is said of a target without HTTPS. */
export const verifyTls = (site: Site, { certificates, takenAt }: Snapshot): Finding[] =>
  judgeAll(TLS_CHECKS, { site, certificates, now: takenAt });

/** What the checks on certificates look at. */
type TlsView = {
  readonly site: Site;
  readonly certificates: Record<Target, Look<Certificate> | null>;
  readonly now: EpochMs;
};

/** One target: what to do about its certificate, and whom a bad one hurts. */
type Place = {
  readonly target: Target;
  readonly sources: readonly string[];
  readonly why: string;
  readonly mend: (site: Site) => string;
};

const PRIMARY: Place = {
  target: 'primary',
  sources: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html',
  ],
  why: "Browsers show a warning in place of the site. Route 53's health checks take any certificate, so nothing but the probes sees it.",
  mend: ({ name }) =>
    `Renew the certificate of ${name}, and install it on the primary together with its intermediate certificates. One of ACM renews itself while its validation record is in the zone.`,
};

const SECONDARY: Place = {
  target: 'secondary',
  sources: [
    'https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html',
  ],
  why: 'After a failover browsers show a warning in place of the static site.',
  mend: ({ name, secondary: { front } }) =>
    front.kind === 'cloudfront' && front.certificateArn === null
      ? `Deploy, so that the stack makes its certificate of ${name} anew: ${DEPLOY_COMMAND}. It renews itself while its validation record is in the zone.`
      : `Request a certificate for ${name} in ACM, in us-east-1, and choose it ${front.kind === 'cloudfront' ? 'as secondary.certificate in sites.yml' : 'in the distribution of the secondary'}. It renews itself while its validation record is in the zone.`,
};

const valid = ({ target, sources, why, mend }: Place): Check<TlsView> => ({
  id: `tls.${target}-valid`,
  severity: 'fail',
  rule: `The certificate of the ${target} is valid for the site's name, and is sent with the chain that leads to a root that browsers know.`,
  sources,
  why,
  judge: ({ site, certificates }) => {
    const look = certificates[target];
    if (look === null) return null;
    if (!look.ok)
      return unknown(
        `the certificate of the ${target} could not be seen: ${look.why}`,
        `Look again when the ${target} answers over HTTPS.`,
      );
    const { names, problem } = look.value;
    if (problem === null) return pass(`valid for ${few(names)}`);
    const words = WORDS[problem] ?? 'browsers refuse it';
    return fail(`${words} (${problem}); it is for ${few(names)}`, mend(site));
  },
});

const days = ({ target, sources, mend }: Place): Check<TlsView> => ({
  id: `tls.${target}-days`,
  severity: 'fail',
  rule: `The certificate of the ${target} is good for ${DAYS_WARN} days or more. With less than ${DAYS_FAIL} days left it fails: certificates that renew themselves have done so long before.`,
  sources,
  why: 'On the day it expires every browser shows a warning in place of the page.',
  judge: ({ site, certificates, now }) => {
    const look = certificates[target];
    if (!look?.ok) return null;
    const left = daysLeft(look.value, now);
    const day = new Date(look.value.validTo).toISOString().slice(0, 10);
    const seen =
      now >= look.value.validTo ? `expired on ${day}` : `${left} days left, until ${day}`;
    if (left >= DAYS_WARN) return pass(seen);
    return left >= DAYS_FAIL ? warn(seen, mend(site)) : fail(seen, mend(site));
  },
});

/** When the alarm on the primary's certificate tells people, too. */
const DAYS_WARN = 14;
/** A long weekend: nobody should have to renew a certificate in less. */
const DAYS_FAIL = 3;

export const TLS_CHECKS: readonly Check<TlsView>[] = [PRIMARY, SECONDARY].flatMap((place) => [
  valid(place),
  days(place),
]);

/** By OpenSSL's codes, and Node's: https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const WORDS: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: 'it has expired, or one that it rests on has',
  CERT_NOT_YET_VALID: 'it is not valid yet',
  CERT_REVOKED: 'it has been revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: "it is not for the site's name",
  DEPTH_ZERO_SELF_SIGNED_CERT: 'it is self-signed, and no browser trusts it',
  SELF_SIGNED_CERT_IN_CHAIN: 'it rests on a root that no browser knows',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the server does not send the intermediate certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'the server does not send all of the intermediate certificates',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'it rests on a root that no browser knows',
};
