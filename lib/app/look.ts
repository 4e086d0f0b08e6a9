import { withLoadBalancerAddresses } from '../core/load-balancer-addresses.ts';
import type { Site, Target } from '../core/site.ts';
import type { Look } from '../core/verify/finding.ts';
import type { NameServerAnswer, Page } from '../core/verify/snapshot.ts';
import type {
  AskedType,
  AskNameServer,
  DistributionOf,
  FetchPage,
  FindNameServers,
  ProbeOnce,
  ResolveAddresses,
  Switch,
  SwitchObject,
} from '../core/world.ts';
import { doesPrimaryAnswer } from './ask-primary.ts';
import { askSecondary, findSecondary } from './find-secondary.ts';
import { primaryAddresses } from './primary-addresses.ts';
import { recogniseSecondary } from './recognise.ts';

export type ServingDeps = {
  readonly distributionOf: DistributionOf;
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

/** Name of the stack's distribution before the bucket; null where sites.yml wants none, and nobody is asked. */
export const lookAtDistribution = async (
  deps: Pick<ServingDeps, 'distributionOf'>,
  { name, secondary }: Site,
): Promise<Look<string | null> | null> =>
  secondary.front.kind === 'cloudfront' ? tryLook(() => deps.distributionOf(name)) : null;

/** Looks at the secondary's page and asks every name server of the zone. No control plane is used. */
export async function lookAtServing(deps: ServingDeps, site: Site): Promise<Serving> {
  const placeLook = findSecondary(deps, site);
  const primaryLook = tryLook(() => primaryAddresses(deps, site));
  const [page, dns, primary, answersUs, secondary, note] = await Promise.all([
    tryLook(async () => deps.fetchPage(askSecondary(await placeLook, site, '/', PAGE_TIMEOUT_MS))),
    tryLook(() => askNameServers(deps, site)),
    primaryLook,
    tryLook(async () => doesPrimaryAnswer(deps.probeOnce, site, valueOr(await primaryLook, []))),
    tryLook(async () => deps.resolveAddresses((await placeLook).address)),
    tryLook(() => deps.switch.read(site.name)),
  ]);
  const answers = valueOr(dns, []);
  const known = {
    primary: withLoadBalancerAddresses(site, answers, valueOr(primary, [])),
    secondary: valueOr(secondary, []),
  };
  return {
    page,
    dns,
    answersUs: valueOr(answersUs, false),
    switched: note.ok ? (note.value === null ? 'primary' : 'secondary') : 'unknown',
    switchObject: valueOr(note, null),
    primaryAddresses: known.primary,
    secondaryAddresses: [
      ...known.secondary,
      ...(await recogniseSecondary(deps, site, answers, known)),
    ],
  };
}

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
