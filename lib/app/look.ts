import { websiteEndpoint } from '../core/s3-website.ts';
import type { Site, Target } from '../core/site.ts';
import type { Look } from '../core/verify/finding.ts';
import type { NameServerAnswer, Page } from '../core/verify/snapshot.ts';
import type {
  AskedType,
  AskNameServer,
  FetchPage,
  FindNameServers,
  ProbeOnce,
  ResolveAddresses,
  Switch,
  SwitchObject,
} from '../core/world.ts';
import { doesPrimaryAnswer } from './ask-primary.ts';
import { primaryAddresses } from './primary-addresses.ts';
import { recogniseSecondary } from './recognise.ts';

export type ServingDeps = {
  readonly resolveAddresses: ResolveAddresses;
  readonly fetchPage: FetchPage;
  readonly findNameServers: FindNameServers;
  readonly askNameServer: AskNameServer;
  readonly switch: Pick<Switch, 'read'>;
  readonly probeOnce: ProbeOnce;
};

/** What visitors meet: seen through DNS and HTTP alone, so it can be looked at on the worst of days. */
export type Serving = {
  readonly page: Look<Page>;
  readonly dns: Look<readonly NameServerAnswer[]>;
  readonly primaryAddresses: readonly string[];
  readonly secondaryAddresses: readonly string[];
  /** The primary has just answered us, as it should. */
  readonly answersUs: boolean;
  /** Where the switch stands; `unknown` when S3 could not tell. */
  readonly switched: Target | 'unknown';
  /** The switch object that was found; null when there is none, or nobody could tell. */
  readonly switchObject: SwitchObject | null;
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
  const primaryLook = tryLook(() => primaryAddresses(deps, site));
  const [page, dns, primary, answersUs, website, note] = await Promise.all([
    tryLook(() => fetchSecondary(deps, site, endpoint)),
    tryLook(() => askNameServers(deps, site)),
    primaryLook,
    tryLook(async () => doesPrimaryAnswer(deps.probeOnce, site, valueOr(await primaryLook, []))),
    tryLook(async () => (endpoint === null ? [] : deps.resolveAddresses(endpoint))),
    tryLook(() => deps.switch.read(site.name)),
  ]);
  const known = { primary: valueOr(primary, []), secondary: valueOr(website, []) };
  return {
    page,
    dns,
    answersUs: valueOr(answersUs, false),
    switched: note.ok ? (note.value === null ? 'primary' : 'secondary') : 'unknown',
    switchObject: valueOr(note, null),
    primaryAddresses: known.primary,
    secondaryAddresses: [
      ...known.secondary,
      ...(await recogniseSecondary(deps, site, valueOr(dns, []), known)),
    ],
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

/** Asks every name server of the zone where it sends visitors. Rejects when none can be found. */
export async function askNameServers(
  deps: Pick<ServingDeps, 'findNameServers' | 'askNameServer'>,
  site: Site,
): Promise<readonly NameServerAnswer[]> {
  const servers = await deps.findNameServers(site.hostedZone);
  return Promise.all(servers.map((server) => askAt(deps.askNameServer, server, site.name)));
}

/** One question for each record type that leads visitors somewhere, all at once. */
export async function askAt(
  ask: AskNameServer,
  server: { readonly name: string; readonly address: string },
  name: string,
): Promise<NameServerAnswer> {
  const look = (type: AskedType) => tryLook(() => ask(server.address, name, type));
  const [answer, aaaa, https] = await Promise.all([look('A'), look('AAAA'), look('HTTPS')]);
  return { nameServer: server.name, nameServerAddress: server.address, answer, aaaa, https };
}

const valueOr = <T>(look: Look<T>, otherwise: T): T => (look.ok ? look.value : otherwise);
