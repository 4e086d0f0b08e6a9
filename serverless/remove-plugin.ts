/**
 * A removal takes away what watches the sites and what puts their switch, and leaves the records as they
 * are. So it waits until no record hangs on the stack any more.
 */
import { Route53Client } from '@aws-sdk/client-route-53';
import { type ReleaseCheckDeps, unreleasedSites } from '../lib/app/deploying/release-check.ts';
import type { Unreleased } from '../lib/core/adopt/unreleased.ts';
import type { Site } from '../lib/core/site.ts';
import { ROUTE53_CLIENT_LIMITS } from '../lib/io/aws-call.ts';
import { makeCallPace } from '../lib/io/call-pace.ts';
import { elapsed, sleep } from '../lib/io/clock.ts';
import { makeListHealthChecks } from '../lib/io/route53.ts';
import { makeRoute53As } from '../lib/io/route53-as-role.ts';
import { makeListPublicZones } from '../lib/io/route53-zones.ts';
import { makeZoneClients } from '../lib/io/zone-clients.ts';
import { makeZoneReads } from '../lib/io/zone-reads.ts';
import { keptLines, notReleasedLines, REMOVED_BY_FORCE } from '../lib/render/remove.ts';
import { keptOnRemoval } from '../lib/stack/kept.ts';
import { bucketDomain, type StackPlace, stackName, switchBucketName } from '../lib/stack/names.ts';
import { type AccountProvider, type AwsProvider, credentialsOf } from './deployed-stack.ts';
import type { Writers } from './publish-plugin.ts';
import { fileOption, readSitesFile, type WithSitesFile } from './sites-file.ts';

/** As much of the framework as is needed here. */
export type Removed = WithSitesFile & {
  readonly getProvider: (name: 'aws') => AccountProvider;
};

/** Records hang on the stack, or might. The framework prints `stack`, so that holds the lines alone. */
export class NotReleasedError extends Error {
  override readonly name = 'NotReleasedError';
  constructor(lines: readonly string[], options?: ErrorOptions) {
    super(`the stack is not removed:\n${lines.join('\n')}`, options);
    this.stack = this.message;
  }
}

/** Reads Route 53 as whoever removes the stack; `close` leaves no socket behind. */
export type OpenRoute53 = (
  provider: AccountProvider,
  sites: readonly Site[],
) => Promise<{ readonly deps: Route53; readonly close: () => void }>;
type Route53 = Omit<ReleaseCheckDeps, 'switchDomain'>;

const COMMANDS = {
  remove: {
    options: {
      force: {
        usage: 'Remove the stack although records of a site hang on it, or could not be seen',
        type: 'boolean',
      },
    },
  },
} as const;

/** Refuses to remove a stack that a record hangs on, and says afterwards what stays. */
export class RemovePlugin {
  readonly commands = COMMANDS;
  readonly hooks: Readonly<
    Record<'before:remove:remove' | 'after:remove:remove', () => Promise<void>>
  >;

  constructor(
    framework: Removed,
    { force }: { readonly force?: boolean },
    { log }: Writers,
    open: OpenRoute53 = openRoute53,
  ) {
    this.hooks = {
      'before:remove:remove': async () => {
        if (force === true) return log.notice(REMOVED_BY_FORCE);
        const unreleased = await lookAtSites(framework, open);
        if (unreleased.length === 0) return;
        throw new NotReleasedError(notReleasedLines(unreleased, releaseOptions(framework)));
      },
      'after:remove:remove': async () => {
        const place = await placeOf(framework);
        const { config } = readSitesFile(framework);
        for (const line of keptLines(keptOnRemoval(config, place))) log.notice(line);
      },
    };
  }
}

/** Where not even the account is known, nothing is known of any site. */
async function lookAtSites(framework: Removed, open: OpenRoute53): Promise<readonly Unreleased[]> {
  const { sites } = readSitesFile(framework).config;
  try {
    return await lookInAccount(framework, sites, open);
  } catch (error) {
    const why = error instanceof Error ? error.message : `${error}`;
    return sites.map(({ name }) => ({ site: name, kind: 'unseen', why }));
  }
}

async function lookInAccount(framework: Removed, sites: readonly Site[], open: OpenRoute53) {
  const place = await placeOf(framework);
  const switchDomain = bucketDomain(switchBucketName(place), place.region);
  const { deps, close } = await open(framework.getProvider('aws'), sites);
  try {
    return await unreleasedSites({ ...deps, switchDomain }, sites);
  } finally {
    close();
  }
}

/** The framework's `getProvider` works as its method only. */
async function placeOf(framework: Removed): Promise<StackPlace> {
  const provider = framework.getProvider('aws');
  const { name } = readSitesFile(framework).config.stack;
  return {
    stack: stackName(name, provider.getStage()),
    account: await provider.getAccountId(),
    region: provider.getRegion(),
  };
}

const STAGE_DEFAULT = 'prod';

type StageOf = { readonly getProvider: (name: 'aws') => Pick<AccountProvider, 'getStage'> };

/** What `release-records` has to be told to find the site. */
export function releaseOptions(framework: WithSitesFile & StageOf): string {
  const stage = framework.getProvider('aws').getStage();
  return `${fileOption(framework)}${stage === STAGE_DEFAULT ? '' : ` --stage ${stage}`}`;
}

/** As whoever runs the framework, and for zones elsewhere as the roles that sites.yml names. */
export const openRoute53 = async (provider: AwsProvider, sites: readonly Site[]) => {
  const access = { region: provider.getRegion(), credentials: await credentialsOf(provider) };
  const client = new Route53Client({ ...ROUTE53_CLIENT_LIMITS, ...access });
  const route53As = makeRoute53As(access);
  const asRoles: Route53Client[] = [];
  const zones = makeZoneClients(sites, client, (roleArn) => {
    const asRole = route53As(roleArn);
    asRoles.push(asRole);
    return asRole;
  });
  const pace = makeCallPace({ monotonicMs: elapsed, sleep, chance: Math.random });
  return {
    deps: {
      ...makeZoneReads(zones, pace),
      listHealthChecks: makeListHealthChecks(client, pace),
      listZones: makeListPublicZones(client, pace),
    },
    close: () => {
      for (const each of [client, ...asRoles]) each.destroy();
    },
  };
};
