import { type Evaluation, evaluate } from '../../lib/app/evaluate.ts';
import { SECONDARY_MARK } from '../../lib/core/secondary-mark.ts';
import { makeFetchPage } from '../../lib/io/fetch-page.ts';
import { AUTHORITY, tls } from '../faults/targets/certificates.ts';
import { DISTRIBUTION, HTTPS_SITE } from '../fixtures/https-site.ts';
import { dnsAnswer, NO_DATA } from '../fixtures/snapshot.ts';
import { makeFakeFailoverWorld } from '../support/fake-failover-world.ts';
import { answering, httpAnswer, type ScriptedServer, serve } from '../support/servers.ts';

/** An edge of CloudFront that only the name servers know of. */
const EDGE = '198.51.100.77';
const MARKED = `${SECONDARY_MARK.header}: ${SECONDARY_MARK.value}\r\n`;
const HEADERS = `content-type: text/html\r\ncache-control: no-store\r\nretry-after: 300\r\n${MARKED}`;
const THE_PAGE = httpAnswer('<p>understudy-fallback', '503 Service Unavailable', HEADERS);

let distribution: ScriptedServer;
let answer: string;
let asked: string[];
beforeEach(async () => {
  answer = THE_PAGE;
  asked = [];
  const script = answering((request) => {
    asked.push(request.toLowerCase());
    return answer;
  });
  distribution = await serve(script, { tls: tls('site') });
});
afterEach(() => distribution.close());

/** A site whose primary is dead, DNS that follows the switch, and the real server for a distribution. */
async function outage() {
  const world = makeFakeFailoverWorld();
  world.distribution = DISTRIBUTION;
  world.secondaryAnswer = [EDGE];
  await world.saw(HTTPS_SITE, 'unhealthy');
  const dialled = new Set<string>();
  const fetchPage = makeFetchPage({
    ca: AUTHORITY,
    lookup: world.deps.resolveAddresses,
    dial: (address, port) => {
      // As from a Lambda function.
      if (address.includes(':')) throw new Error('connect ENETUNREACH');
      dialled.add(`${address}:${port}`);
      return { address: '127.0.0.1', port: distribution.port };
    },
  });
  // Sockets take real time, so that the clock goes on by itself only while somebody sleeps.
  const sleep = async (durationMs: number) => world.clock.stepWall(durationMs);
  const run = (): Promise<Evaluation> =>
    evaluate({ ...world.deps, fetchPage, sleep }, HTTPS_SITE, 5_000);
  return { world, dialled, run };
}

test('an outage moves visitors to an HTTPS secondary, and is settled by an edge that nobody knew', async () => {
  const { world, dialled, run } = await outage();
  const evaluation = await run();
  expect(evaluation).toMatchObject({
    decision: { reason: 'dns-confirmed', next: { phase: 'on-secondary' } },
    evidence: { secondary: 'healthy', served: 'secondary' },
  });
  expect([...world.switches.keys()]).toEqual([HTTPS_SITE.name]);
  expect(world.deeds.of(`resolve ${DISTRIBUTION}`).length).toBeGreaterThan(0);
  expect([...dialled].sort()).toEqual(['198.51.100.20:443', `${EDGE}:443`]);
  expect(asked.every((request) => request.includes('host: www.example.com\r\n'))).toBe(true);
  expect(world.messages.map(({ subject }) => subject).join()).toContain('secondary');
  await world.deps.switch.remove(HTTPS_SITE.name, JSON.stringify([...world.switches.values()][0]));
  expect((await run()).evidence).toMatchObject({ served: 'primary' });
});

test('an AAAA pair that leads to CloudFront does not keep a failover from settling', async () => {
  const { world, run } = await outage();
  world.besideAnswer = (type) =>
    type === 'AAAA' ? dnsAnswer({ addresses: ['2600:9000:2057:8a00:1b:5b5:e0c0:93a1'] }) : NO_DATA;
  expect((await run()).decision).toMatchObject({ reason: 'dns-confirmed' });
});

test('an AAAA record that leads elsewhere does', async () => {
  const { world, run } = await outage();
  world.besideAnswer = (type) =>
    type === 'AAAA' ? dnsAnswer({ addresses: ['2001:db8::99'] }) : NO_DATA;
  expect(await run()).toMatchObject({
    decision: { reason: 'awaiting-dns' },
    evidence: { served: 'mixed' },
  });
});

describe('visitors stay where they are while the HTTPS secondary', () => {
  test.each<[string, () => void, string]>([
    [
      'has a certificate that browsers refuse',
      () => distribution.showInstead(tls('expired')),
      'unknown',
    ],
    [
      'sends an error of CloudFront in place of the page',
      () => {
        answer = httpAnswer(
          '<h1>503</h1>',
          '503 Service Unavailable',
          'content-type: text/html\r\n',
        );
      },
      'unhealthy',
    ],
    [
      'sends another page',
      () => {
        answer = httpAnswer('<p>Hello', '503 Service Unavailable', HEADERS);
      },
      'unhealthy',
    ],
    [
      'says 403, as for a bucket that keeps CloudFront out',
      () => {
        answer = httpAnswer('<Code>AccessDenied</Code>', '403 Forbidden', MARKED);
      },
      'unhealthy',
    ],
  ])('%s', async (_name, breakIt, secondary) => {
    breakIt();
    const { world, run } = await outage();
    const evaluation = await run();
    expect(evaluation).toMatchObject({
      decision: {
        reason: secondary === 'unknown' ? 'secondary-not-healthy' : 'both-unhealthy',
        flipTo: null,
      },
      evidence: { secondary, served: 'primary' },
    });
    expect(world.switches.size).toBe(0);
  });

  test('is not deployed, and nobody asks anything in its place', async () => {
    const { world, dialled, run } = await outage();
    world.distribution = null;
    expect((await run()).evidence).toMatchObject({ secondary: 'unknown' });
    expect([...dialled]).toEqual([]);
  });
});
