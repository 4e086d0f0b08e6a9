import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluate } from '../../lib/app/evaluate.ts';
import { lookAtServing } from '../../lib/app/look.ts';
import { PUBLIC_RESOLVERS } from '../../lib/app/verifying/public-resolvers.ts';
import { takeSnapshot } from '../../lib/app/verifying/snapshot.ts';
import { servedBy } from '../../lib/core/served.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import type { AskResolver } from '../../lib/core/world.ts';
import { dnsAnswer, NO_DATA, PAGE } from '../fixtures/snapshot.ts';
import { refusing } from '../support/deeds.ts';
import { type FakeFailoverWorld, makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { siteNamed } from '../support/sites.ts';

const ROOT = join(__dirname, '../..');
const SITE = siteNamed('www.example.com');
const NAME_SERVERS = ['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.4'];
const SIX = '2001:db8:0:0:0:0:0:99';
const NOTE = { site: SITE.name, by: '', at: '', reason: '', until: null };

const served = async (world: FakeFailoverWorld) => {
  const { dns, primaryAddresses, secondaryAddresses } = await lookAtServing(world.deps, SITE);
  return dns.ok ? servedBy(dns.value, primaryAddresses, secondaryAddresses) : null;
};
/** A world in which AAAA has an address that nobody knows. */
const worldWithAaaa = (): FakeFailoverWorld => {
  const world = makeFakeFailoverWorld();
  world.besideAnswer = (type) => (type === 'AAAA' ? dnsAnswer({ addresses: [SIX] }) : NO_DATA);
  return world;
};
const s3Page: Page = { ...PAGE, headers: { ...PAGE.headers, server: 'AmazonS3' } };

describe('a look', () => {
  test('asks every name server for every type before any of them has answered', async () => {
    const world = makeFakeFailoverWorld();
    let answered = 0;
    const held: (() => void)[] = [];
    const { askNameServer } = world.deps;
    const slowly: typeof askNameServer = async (...question) => {
      const answer = await askNameServer(...question);
      await new Promise<void>((resolve) => held.push(resolve));
      answered += 1;
      return answer;
    };
    const looking = lookAtServing({ ...world.deps, askNameServer: slowly }, SITE);
    while (held.length < 3 * NAME_SERVERS.length) await new Promise(setImmediate);
    expect(answered).toBe(0);
    for (const release of held) release();
    await looking;
    const asked = NAME_SERVERS.flatMap((address) =>
      ['A', 'AAAA', 'HTTPS'].map((type) => `ask ${address} ${SITE.name} ${type}`),
    );
    expect(world.deeds.of('ask').toSorted()).toEqual(asked.toSorted());
  });

  test('sees that AAAA was left behind when the A records have moved', async () => {
    const world = worldWithAaaa();
    expect(await served(world)).toBe('primary');
    await world.deps.switch.put(SITE.name, NOTE);
    expect(await served(world)).toBe('mixed');
  });

  test.each(['AAAA', 'HTTPS'])('goes by the A records when nobody answers for %s', async (type) => {
    const world = worldWithAaaa();
    const servers = NAME_SERVERS.map((address) => `ask ${address} ${SITE.name} ${type}`);
    world.besideAnswer = () => NO_DATA;
    world.deeds.refuse = refusing(...servers);
    await world.deps.switch.put(SITE.name, NOTE);
    expect(await served(world)).toBe('secondary');
  });

  test('recognises an IPv6 address at which S3 answers', async () => {
    const world = worldWithAaaa();
    await world.deps.switch.put(SITE.name, NOTE);
    world.page = (address) => (address === SIX ? s3Page : PAGE);
    expect(await served(world)).toBe('secondary');
  });

  test('fetches nothing from an IPv6 address while the primary is served: it may be dead', async () => {
    const world = worldWithAaaa();
    await served(world);
    expect(world.deeds.of(`fetch ${SIX}`)).toEqual([]);
    await world.deps.switch.put(SITE.name, NOTE);
    await served(world);
    expect(world.deeds.of(`fetch ${SIX}`)).toHaveLength(1);
  });

  test('waits less long for an address beside the A records, and for 8 strangers at most', async () => {
    const world = makeFakeFailoverWorld();
    const strangers = Array.from({ length: 9 }, (_, index) => `2001:db8:0:0:0:0:1:${index + 1}`);
    world.secondaryAnswer = ['198.51.100.77'];
    world.besideAnswer = () => dnsAnswer({ addresses: strangers });
    await world.deps.switch.put(SITE.name, NOTE);
    const limits = new Map<string, number>();
    const { fetchPage } = world.deps;
    const watched: typeof fetchPage = (request) => {
      limits.set(request.address, request.timeoutMs);
      return fetchPage(request);
    };
    await lookAtServing({ ...world.deps, fetchPage: watched }, SITE);
    const asked = ['198.51.100.77', ...strangers].filter((address) => limits.has(address));
    expect(asked).toEqual(['198.51.100.77', ...strangers.slice(0, 7)]);
    expect(asked.map((address) => limits.get(address))).toEqual([5_000, ...Array(7).fill(2_000)]);
  });
});

describe('public resolvers', () => {
  const withResolver = (world: FakeFailoverWorld, addresses: readonly string[]) => {
    const asked: string[] = [];
    const askResolver: AskResolver = async (address, name, type) => {
      asked.push(`${address} ${name} ${type}`);
      return type === 'A' ? dnsAnswer({ addresses, isAuthoritative: false }) : NO_DATA;
    };
    return { asked, deps: { ...world.deps, askResolver } };
  };

  test('are two, and asked for each type once in a verification', async () => {
    const { asked, deps } = withResolver(makeFakeFailoverWorld(), ['203.0.113.10']);
    const { publicResolvers } = await takeSnapshot(deps, SITE);
    expect(asked).toEqual(
      ['1.1.1.1', '8.8.8.8'].flatMap((address) =>
        ['A', 'AAAA', 'HTTPS'].map((type) => `${address} ${SITE.name} ${type}`),
      ),
    );
    expect(publicResolvers.map(({ nameServer }) => nameServer)).toEqual(
      PUBLIC_RESOLVERS.map(({ name }) => name),
    );
  });

  test('are not asked where there are none', async () => {
    expect((await takeSnapshot(makeFakeFailoverWorld().deps, SITE)).publicResolvers).toEqual([]);
  });

  test('are never asked in an evaluation', async () => {
    const world = makeFakeFailoverWorld();
    await world.saw(SITE, 'unhealthy');
    const { asked, deps } = withResolver(world, ['203.0.113.10']);
    const { evidence } = await world.clock.finish(evaluate(deps, SITE, 30_000));
    expect(evidence?.served).toBe('secondary');
    expect(asked).toEqual([]);
  });

  test('are nothing that a laptop or a rehearsal knows of', async () => {
    const files = await Promise.all(
      ['bin', 'lib/local'].map(async (room) => {
        const entries = await readdir(join(ROOT, room), { recursive: true, withFileTypes: true });
        return entries
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => join(parentPath, name));
      }),
    );
    const texts = await Promise.all(files.flat().map((file) => readFile(file, 'utf8')));
    expect(texts.length).toBeGreaterThan(30);
    expect(texts.filter((text) => /AskResolver|askResolver|PUBLIC_RESOLVERS/.test(text))).toEqual(
      [],
    );
  });

  test('may know another address of S3, which is recognised', async () => {
    const world = makeFakeFailoverWorld();
    world.page = (address) => (address === '198.51.100.88' ? s3Page : PAGE);
    await world.deps.switch.put(SITE.name, NOTE);
    const { deps } = withResolver(world, ['198.51.100.88']);
    expect((await takeSnapshot(deps, SITE)).secondaryAddresses).toContain('198.51.100.88');
  });
});

test('a flip is not confirmed while AAAA is left behind, and is once it is gone', async () => {
  const world = worldWithAaaa();
  await world.saw(SITE, 'unhealthy');
  const before = await world.clock.finish(evaluate(world.deps, SITE, 3_000));
  expect(before).toMatchObject({
    decision: { reason: 'awaiting-dns', flipTo: 'secondary' },
    evidence: { served: 'mixed' },
  });
  world.besideAnswer = () => NO_DATA;
  const after = await world.clock.finish(evaluate(world.deps, SITE, 3_000));
  expect(after).toMatchObject({
    decision: { reason: 'dns-confirmed' },
    evidence: { served: 'secondary' },
  });
});
