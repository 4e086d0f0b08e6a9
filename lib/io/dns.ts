import { randomInt } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import type {
  AskNameServer,
  AskResolver,
  Dial,
  FindNameServers,
  ResolveAddresses,
} from '../core/world.ts';
import { type DnsQuestion, type DnsReply, encodeQuestion, readReply } from './dns-message.ts';
import { exchangeOverTcp, exchangeOverUdp, type Place } from './dns-transport.ts';

/** The name server said nothing that can be believed, however often it was asked. */
export class NameServerSilentError extends Error {
  override readonly name = 'NameServerSilentError';
  constructor(address: string, { name, type }: DnsQuestion, cause: unknown) {
    super(`name server ${address} gave no answer for ${type} ${name}: ${whyOf(cause)}`, { cause });
  }
}

/** DNS could not be asked, so nothing is known about the name. */
export class LookupFailedError extends Error {
  override readonly name = 'LookupFailedError';
  constructor(what: string, cause: unknown) {
    super(`${what} cannot be looked up: ${whyOf(cause)}`, { cause });
  }
}

const DNS_PORT = 53;
const UDP_TRIES_MAX = 2;
const TRY_MS = 2_000;
const NAME_SERVERS_MAX = 16;
const QUERY_IDS = 0x1_00_00;

type AskOptions = { readonly dial?: Dial; readonly tryMs?: number };

/** Asks one name server directly, so that no cache stands between the question and what is served. */
export const makeAskNameServer = (options: AskOptions = {}): AskNameServer =>
  makeAsk(options, false);

/** Asks a resolver as a visitor's machine does: it may answer from its cache, or look further. */
export const makeAskResolver = (options: AskOptions = {}): AskResolver => makeAsk(options, true);

const makeAsk =
  (options: AskOptions, isRecursionDesired: boolean): AskNameServer =>
  async (serverAddress, name, type) => {
    const place = (options.dial ?? straight)(serverAddress, DNS_PORT);
    const question = { id: randomInt(QUERY_IDS), name, type, isRecursionDesired };
    const beganAt = performance.now();
    try {
      const answer = await ask(place, question, options.tryMs ?? TRY_MS);
      return { ...answer, elapsedMs: performance.now() - beganAt };
    } catch (error) {
      throw new NameServerSilentError(serverAddress, question, error);
    }
  };

/** The part of the system's resolver that is used. */
export type SystemResolver = Pick<Resolver, 'resolve4' | 'resolve6' | 'resolveNs'>;

/** The zone's name servers as DNS itself names them, with every address they have. */
export const makeFindNameServers =
  (resolver: SystemResolver = systemResolver()): FindNameServers =>
  async (zoneName) => {
    const what = `the name servers of ${zoneName}`;
    const names = await resolver.resolveNs(zoneName).catch((cause) => {
      throw new LookupFailedError(what, cause);
    });
    const found = await Promise.all(
      names
        .toSorted()
        .slice(0, NAME_SERVERS_MAX)
        .map(async (name) => {
          const addresses = await addressesOf(resolver, name);
          return addresses.map((address) => ({ name, address }));
        }),
    );
    if (found.flat().length === 0)
      throw new LookupFailedError(what, new Error('none has an address'));
    return found.flat();
  };

/** The addresses of a name: IPv4, and IPv6 only for a name without, since Lambda reaches IPv4 alone. */
export const makeResolveAddresses =
  (resolver: SystemResolver = systemResolver()): ResolveAddresses =>
  (name) =>
    addressesOf(resolver, name);

const straight: Dial = (address, port) => ({ address, port });

const systemResolver = (): SystemResolver =>
  new Resolver({ timeout: TRY_MS, tries: UDP_TRIES_MAX });

async function ask(place: Place, question: DnsQuestion, tryMs: number) {
  const packet = encodeQuestion(question);
  const limits = { tries: UDP_TRIES_MAX, tryMs };
  const short = await exchangeOverUdp(place, packet, (each) => readReply(each, question), limits);
  if (short.kind !== 'truncated') return contentIn(short);
  const whole = await exchangeOverTcp(place, packet, (each) => readReply(each, question), tryMs);
  if (whole.kind !== 'truncated') return contentIn(whole);
  throw new Error('the answer is cut even over TCP');
}

function contentIn(reply: Exclude<DnsReply, { readonly kind: 'truncated' }>) {
  if (reply.kind === 'malformed') throw reply.error;
  return reply.answer;
}

async function addressesOf(resolver: SystemResolver, name: string): Promise<readonly string[]> {
  try {
    const ipv4 = await resolver.resolve4(name).catch(noneIfAbsent);
    return ipv4.length > 0 ? ipv4 : await resolver.resolve6(name).catch(noneIfAbsent);
  } catch (cause) {
    throw new LookupFailedError(name, cause);
  }
}

/** No such name and no such record are answers; everything else is the lack of one. */
function noneIfAbsent(error: unknown): readonly string[] {
  const { code } = error as { readonly code?: unknown };
  if (code === 'ENOTFOUND' || code === 'ENODATA') return [];
  throw error;
}

const whyOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
