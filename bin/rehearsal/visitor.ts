import { askNameServers } from '../../lib/app/look.ts';
import type { Served } from '../../lib/core/failover.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';
import { websiteEndpoint } from '../../lib/core/s3-website.ts';
import { servedBy } from '../../lib/core/served.ts';
import type { Site } from '../../lib/core/site.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import { sleep } from '../../lib/io/clock.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import type { Stage } from '../../lib/local/stage-type.ts';

const PAGE_MS_MAX = 2_000;
const DNS_LOOK_EVERY_MS = 100;

/** Somebody who asks every name server and then fetches the page from the address that they gave. */
export function visitorOf(stage: Stage, site: Site) {
  const askNameServer = makeAskNameServer({ dial: stage.dial });
  const fetchPage = makeFetchPage({ dial: stage.dial, lookup: stage.resolveAddresses });
  const askAll = () => askNameServers({ ...stage, askNameServer }, site);
  const primary = site.primary.where.kind === 'addresses' ? site.primary.where.addresses : [];
  const website = websiteEndpoint(site.secondary.region)?.dnsName ?? '';
  return {
    askDns: async () => {
      const answers = await askAll();
      const given = answers.flatMap(({ answer }) => (answer.ok ? answer.value.addresses : []));
      return {
        served: servedBy(answers, primary, await stage.resolveAddresses(website)),
        addresses: [...new Set(given)],
      };
    },
    /** Null when DNS has no address or nobody answers there. */
    fetchThroughDns: async (): Promise<Page | null> => {
      const [first] = await askAll();
      const address = first?.answer.ok === true ? first.answer.value.addresses[0] : undefined;
      if (address === undefined) return null;
      const hostname = site.name;
      const request = { address, port: 80, hostname, path: '/', timeoutMs: PAGE_MS_MAX };
      return fetchPage(request).catch(() => null);
    },
  };
}

type DnsAnswers = { readonly served: Served; readonly addresses: readonly string[] };

/** Asks again and again, and tells of every change. */
export function watchDns(ask: () => Promise<DnsAnswers>, tell: (happening: Happening) => void) {
  const stopped = new AbortController();
  let latest: DnsAnswers = { served: 'unknown', addresses: [] };
  let asked = 0;
  let answered = 0;
  const look = async (): Promise<Served> => {
    asked += 1;
    const number = asked;
    const answers = await ask();
    // Two looks may overtake each other: an answer that is older than the latest says nothing new.
    if (number < answered) return latest.served;
    answered = number;
    const before = latest;
    latest = answers;
    if (before.served !== latest.served) tell({ kind: 'dns', ...latest });
    return latest.served;
  };
  const looking = (async () => {
    while (!stopped.signal.aborted) {
      await look();
      await sleep(DNS_LOOK_EVERY_MS, stopped.signal);
    }
  })();
  return {
    look,
    latest: () => latest.served,
    stop: async () => {
      stopped.abort();
      await looking;
    },
  };
}
