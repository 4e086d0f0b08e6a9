import type { Alerts } from './alerts/alerts.ts';
import type { MaintenanceWindow } from './maintenance.ts';

/** The two places that can serve a site. */
export type Target = 'primary' | 'secondary';

/** One domain name with its primary and its secondary, as sites.yml describes it, defaults filled in. */
export type Site = {
  /** The domain name, lower case, without a trailing dot. */
  readonly name: string;
  /** The Route 53 zone that holds the records, lower case, without a trailing dot. */
  readonly hostedZone: string;
  /** ARN of a role in the account that has the zone, which reads it; null: the zone is in our own account. */
  readonly zoneRoleArn: string | null;
  readonly primary: Primary;
  readonly secondary: Secondary;
  readonly policy: Policy;
};

/** Where the site lives on a good day. Every address is probed and judged by itself. */
export type Primary = {
  readonly where:
    | { readonly kind: 'addresses'; readonly addresses: readonly string[] }
    | { readonly kind: 'load-balancer'; readonly dnsName: string };
  readonly protocol: Protocol;
  readonly port: number;
  /** Path of the probe, with its leading slash; not used for `tcp`. */
  readonly path: string;
  readonly expect: Expectation;
  /** Endpoint checks that were there before, one for each address in its order; []: the stack makes them. */
  readonly healthCheckIds: readonly string[];
};

export type Protocol = 'http' | 'https' | 'tcp';

/** What an answer must look like to count as healthy. */
export type Expectation = {
  /** Inclusive ranges of HTTP status codes. */
  readonly status: readonly StatusRange[];
  /** Text that the body must contain, or null when any body will do. */
  readonly contains: string | null;
  /** Text that the body must not contain, such as that of an error page sent with status 200. */
  readonly notContains: string | null;
  /** Regular expression that must match somewhere in the body. */
  readonly matches: string | null;
  readonly headers: readonly HeaderExpectation[];
  readonly json: readonly JsonExpectation[];
  /** The whole answer must have arrived by then; later is `unhealthy`. */
  readonly withinMs: number;
  /** An answer that took longer is slow: `degraded`, or `unhealthy` where `slowIsUnhealthy`. */
  readonly slowAfterMs: number | null;
  readonly slowIsUnhealthy: boolean;
  /** `judge` takes a redirect as the answer; `follow` asks where it points and judges that. */
  readonly redirects: 'judge' | 'follow';
};

/** A header that must be there; with `equals`, with exactly this value. */
export type HeaderExpectation = { readonly name: string; readonly equals: string | null };

/** A value in a JSON body, at a path like `checks.database[0].status`. */
export type JsonExpectation = {
  readonly path: string;
  readonly equals: string | number | boolean | null;
};

export type StatusRange = { readonly from: number; readonly to: number };

/** The static website in S3. Without CloudFront the bucket is named like the site: S3 finds it by the Host header. */
export type Secondary = {
  readonly bucket: string;
  /** The bucket was there before: the stack neither makes it nor changes its settings. */
  readonly isExisting: boolean;
  readonly region: string;
  /** Folder with the files of the website, relative to sites.yml. */
  readonly content: string;
  /** Text that the secondary's page contains and the primary's does not, or null. */
  readonly marker: string | null;
  readonly front: Front;
};

/**
 * What visitors of the secondary meet: S3's own website endpoint, over HTTP alone and with status 200; or a
 * CloudFront distribution of the stack, over HTTPS too and with 503, the bucket private behind it.
 */
export type Front =
  | { readonly kind: 'website' }
  | {
      readonly kind: 'cloudfront';
      /** ARN of a certificate in us-east-1 that was there before; null: one is made, with its validation records. */
      readonly certificateArn: string | null;
      /** When browsers and search engines are told to come back. */
      readonly retryAfterMs: number;
    };

/** How quickly to believe, and what Understudy may do by itself. */
export type Policy = {
  /** `observe` watches and tells, and never flips. */
  readonly mode: 'automatic' | 'observe';
  /** Time between two probes of one address. */
  readonly intervalMs: number;
  /** Every so many probes a fresh connection is used even while all is well. */
  readonly freshEvery: number;
  readonly failureThreshold: number;
  readonly successThreshold: number;
  readonly failback: 'manual' | 'automatic';
  /** How long the primary must have been healthy before an automatic failback. */
  readonly stableForMs: number;
  /** Least time between two flips. */
  readonly cooldownMs: number;
  readonly flipsPerDayMax: number;
  /** An automatic failover needs so many windows in which the primary was seen healthy. */
  readonly armAfter: number;
  /** What to do when the secondary is unhealthy, too: not flip, or flip all the same. Route 53 moves by itself. */
  readonly bothUnhealthy: 'stay' | 'secondary';
  readonly drill: DrillPolicy;
  /** When nothing is flipped and nobody is told, by plan. */
  readonly maintenance: readonly MaintenanceWindow[];
};

/** How a failover is rehearsed. */
export type DrillPolicy = {
  /** Most time between two drills; null: nobody is reminded. */
  readonly everyMs: number | null;
  /** When drills may begin; a scheduled one needs it. Null: at any time, by order only. */
  readonly window: DrillWindow | null;
  readonly stayMs: number;
  /** How long DNS may take to move, in either direction. */
  readonly withinMs: number;
};

/** A weekly stretch of time in UTC; `from` after `to` goes over midnight. Minutes of the day. */
export type DrillWindow = {
  /** 0 is Sunday; empty means every day. */
  readonly days: readonly number[];
  readonly fromMinute: number;
  readonly toMinute: number;
};

/** How the monitor knows that it can see. */
export type Monitor = {
  /**
   * URLs of other owners that are tried when everything fails. When they fail too, the monitor is
   * blind; when one answers, the sites have a bad day.
   */
  readonly controls: readonly string[];
};

/** What the account that the stack is deployed to demands of it. */
export type StackDemands = {
  /** Where every name of the stack begins, so that two teams can have one each in an account. */
  readonly name: string;
  readonly tags: Readonly<Record<string, string>>;
  /** ARN of the policy that bounds every role, or null. */
  readonly permissionsBoundary: string | null;
};

/** Everything that sites.yml says. */
export type Config = {
  readonly alerts: Alerts;
  readonly monitor: Monitor;
  /** How often everything that a failover rests on is verified, in whole minutes. */
  readonly verify: { readonly everyMs: number };
  readonly audit: { readonly keepMs: number };
  readonly stack: StackDemands;
  readonly sites: readonly Site[];
};
