import { websiteEndpoint } from '../core/s3-website.ts';
import type { Site, Target } from '../core/site.ts';
import type { Look } from '../core/verify/finding.ts';
import type { NameServerAnswer, Page } from '../core/verify/snapshot.ts';
import type {
  AskNameServer,
  FetchPage,
  FindNameServers,
  ResolveAddresses,
  Switch,
} from '../core/world.ts';
import { primaryAddresses } from './primary-addresses.ts';

export type ServingDeps = {
  readonly resolveAddresses: ResolveAddresses;
  readonly fetchPage: FetchPage;
  readonly findNameServers: FindNameServers;
  readonly askNameServer: AskNameServer;
  readonly switch: Pick<Switch, 'read'>;
};

/** What visitors meet: seen through DNS and HTTP alone, so it can be looked at on the worst of days. */
export type Serving = {
  readonly page: Look<Page>;
  readonly dns: Look<readonly NameServerAnswer[]>;
  readonly primaryAddresses: readonly string[];
  readonly secondaryAddresses: readonly string[];
  /** Where the switch stands; `unknown` when S3 could not tell. */
  readonly switched: Target | 'unknown';
};

const PAGE_TIMEOUT_MS = 5_000;

/** An attempt to see something; a failure is evidence too, not an exception. */
export async function tryLook<T>(look: () => Promise<T>): Promise<Look<T>> {
  try {
    return { ok: true, value: await look() };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : `${error}` };
  }
}

/** Looks at the secondary's page and asks every name server of the zone. No control plane is used. */
export async function lookAtServing(deps: ServingDeps, site: Site): Promise<Serving> {
  const endpoint = websiteEndpoint(site.secondary.region)?.dnsName ?? null;
  const [page, dns, primary, website, note] = await Promise.all([
    tryLook(() => fetchSecondary(deps, site, endpoint)),
    tryLook(() => askNameServers(deps, site)),
    tryLook(() => primaryAddresses(deps, site)),
    tryLook(async () => (endpoint === null ? [] : deps.resolveAddresses(endpoint))),
    tryLook(() => deps.switch.read(site.name)),
  ]);
  const known = { primary: valueOr(primary, []), secondary: valueOr(website, []) };
  return {
    page,
    dns,
    switched: note.ok ? (note.value === null ? 'primary' : 'secondary') : 'unknown',
    primaryAddresses: known.primary,
    secondaryAddresses: [...known.secondary, ...(await recognise(deps, site, dns, known))],
  };
}

const fetchSecondary = (deps: ServingDeps, site: Site, endpoint: string | null): Promise<Page> => {
  if (endpoint === null)
    throw new Error(`no website endpoint is known for ${site.secondary.region}`);
  return deps.fetchPage({
    address: endpoint,
    port: 80,
    hostname: site.name,
    path: '/',
    timeoutMs: PAGE_TIMEOUT_MS,
  });
};

/** Asks every name server of the zone for the site's address. Rejects when none can be found. */
export async function askNameServers(
  deps: Pick<ServingDeps, 'findNameServers' | 'askNameServer'>,
  site: Site,
): Promise<readonly NameServerAnswer[]> {
  const servers = await deps.findNameServers(site.hostedZone);
  return Promise.all(
    servers.map(async ({ name, address }) => ({
      nameServer: name,
      nameServerAddress: address,
      answer: await tryLook(() => deps.askNameServer(address, site.name, 'A')),
    })),
  );
}

/**
 * S3 answers with other addresses at every question, so an address that is neither the primary's
 * nor in the website endpoint's latest answer is recognised by what serves it.
 */
async function recognise(
  deps: ServingDeps,
  site: Site,
  dns: Look<readonly NameServerAnswer[]>,
  known: { readonly primary: readonly string[]; readonly secondary: readonly string[] },
): Promise<readonly string[]> {
  const answered = valueOr(dns, []).flatMap(({ answer }) =>
    answer.ok ? answer.value.addresses : [],
  );
  const strangers = [...new Set(answered)].filter(
    (address) => !known.primary.includes(address) && !known.secondary.includes(address),
  );
  const pages = await Promise.all(
    strangers.slice(0, STRANGERS_MAX).map((address) =>
      tryLook(() =>
        deps.fetchPage({
          address,
          port: 80,
          hostname: site.name,
          path: '/',
          timeoutMs: PAGE_TIMEOUT_MS,
        }),
      ),
    ),
  );
  return strangers.filter((_, index) => {
    const page = pages[index];
    return page?.ok === true && page.value.headers.server === 'AmazonS3';
  });
}

/** An answer holds at most 8 addresses of S3; more strangers than that are a different problem. */
const STRANGERS_MAX = 8;

const valueOr = <T>(look: Look<T>, otherwise: T): T => (look.ok ? look.value : otherwise);
