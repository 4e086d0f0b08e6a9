import { SubscribeCommand } from '@aws-sdk/client-sns';
import { STAGE_PLACES } from '../../lib/local/stage-site.ts';
import { describeOn } from '../emulators/on.ts';
import { adoptSite, releaseSite } from './adopted.ts';
import { type Deployment, NAMES, openDeployment, SITE, sitesYml } from './deployment.ts';
import type { Ear } from './ear.ts';
import { HEALTH_CHECK_FUNCTION } from './health-check-function.ts';
import { looksAt } from './looks.ts';
import { patiently } from './patiently.ts';

const DEPLOY_MS = 90_000;
/** A schedule of every minute fires within one; a window ends when the next one has begun. */
const WINDOW_MS = 100_000;
const FLIP_MS = 40_000;
const ON_PRIMARY = [STAGE_PLACES.primaryAddress];
const ON_SECONDARY = [STAGE_PLACES.websiteAddress];

/** What cannot be seen there: the emulator has no S3 Control to ask for the account's public access. */
const UNSEEN = ['bucket.account-not-blocked'];

/** One story: each test begins where the one before it ended. */
describeOn('ministack', (client) => {
  let all: Deployment;
  let look: ReturnType<typeof looksAt>;
  let said = '';

  beforeAll(async () => {
    all = await openDeployment(client);
    look = looksAt(all);
    all.folder.writeSites(sitesYml('failureThreshold: 2'));
    said = await all.sls('deploy');
    all.internet.adopt(await adoptSite(all.aws.route53, all.zone, SITE));
    const subscribe = (TopicArn: string, { url: Endpoint }: Ear) =>
      all.aws.sns.send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }));
    await subscribe(NAMES.topic, all.subscriber);
    await subscribe(NAMES.chatTopic, all.chat);
  }, DEPLOY_MS);
  afterAll(() => all.close());

  test('the deploy has put the content into the bucket of the site', async () => {
    expect(await look.indexPage()).toMatchObject({ contentType: 'text/html; charset=utf-8' });
  });

  test('the deploy verifies what it made, and says what is next', () => {
    expect(said).toMatch(new RegExp(`${SITE}: \\d+ fail`));
    expect(said).toContain(`Next: adopt the record: npm start -- adopt ${SITE}`);
  });

  test('the parent check stands on the primary and on the switch', async () => {
    const checks = await look.checks();
    const endpoint = checks.find(({ type }) => type === 'HTTP_STR_MATCH');
    const switched = checks.find(({ inverted }) => inverted);
    const parent = checks.find(({ type }) => type === 'CALCULATED');
    expect(endpoint).toMatchObject({ ipAddress: STAGE_PLACES.primaryAddress, domainName: SITE });
    expect(switched).toMatchObject({
      type: 'HTTPS',
      domainName: `${NAMES.switchBucket}.s3.eu-west-1.amazonaws.com`,
      path: `/switch/${SITE}`,
    });
    expect(parent?.healthThreshold).toBe(2);
    expect(new Set(parent?.childIds)).toEqual(new Set([endpoint?.id, switched?.id]));
  });

  test(
    'the schedule fires the probe function, which finds the primary healthy',
    () => patiently('the primary is healthy', look.isHealthy, WINDOW_MS),
    WINDOW_MS + FLIP_MS,
  );

  test('a verification by hand answers with findings, and all that can be seen is good', async () => {
    const answer = await look.invoke({ action: 'verify' });
    expect(answer).toMatchObject({ action: 'verify', ok: true });
    const findings = 'verifications' in answer ? (answer.verifications[0]?.findings ?? []) : [];
    const bad = findings.filter(({ id, outcome }) => outcome !== 'pass' && !UNSEEN.includes(id));
    expect(bad).toEqual([]);
    expect(findings.length).toBeGreaterThan(70);
  });

  test(
    'an outage is told, and the switch moves visitors to the secondary',
    async () => {
      await all.internet.primary.kill();
      const isThere = async () => (await look.switchObject()) !== null;
      await patiently('the switch is there', isThere, FLIP_MS);
      expect(await look.switchObject()).toMatchObject({ isOurs: true });
      await patiently('the flip is confirmed', look.isPhase('on-secondary'), FLIP_MS);
      expect(look.servedNow()).toEqual(ON_SECONDARY);
      await patiently('people are told', look.areTold('runbook.md#outage'), FLIP_MS);
    },
    3 * FLIP_MS,
  );

  test(
    'programs get the alert as its document, and Amazon Q as what it shows',
    async () => {
      const outage = () => look.documents().find(({ event }) => event === 'outage-opened');
      expect(outage()).toMatchObject({ version: 1, severity: 'critical', sites: [SITE] });
      const { id, thread } = outage() ?? {};
      const isChatted = async () => look.chatted().some((one) => one.id === id);
      await patiently('the chat is told', isChatted, FLIP_MS);
      expect(look.chatted().find((one) => one.id === id)).toMatchObject({
        source: 'custom',
        metadata: { threadId: thread, eventType: 'outage-opened' },
      });
    },
    2 * FLIP_MS,
  );

  test('somebody has the outage in hand, and it is written down', async () => {
    const order = { action: 'acknowledge', site: SITE, by: 'a test', reason: 'I am on it' };
    const silenced = [expect.objectContaining({ class: 'outage' })];
    expect(await look.invoke(order)).toMatchObject({
      acknowledgements: [{ outcome: 'acknowledged', silenced: expect.arrayContaining(silenced) }],
    });
  });

  test(
    'the function proves that it may tell people, and says that it is a test',
    async () => {
      const answer = await look.invoke({ action: 'alert-test', class: 'certificate' });
      expect(answer).toMatchObject({ action: 'alert-test' });
      const isThere = async () =>
        look.documents().some(({ isTest, event }) => isTest && event === 'certificate-opened');
      await patiently('the test is heard', isThere, FLIP_MS);
    },
    FLIP_MS,
  );

  test(
    'visitors stay on the secondary when the primary is back',
    async () => {
      await all.internet.primary.revive();
      await patiently('the primary is healthy', look.isHealthy, FLIP_MS);
      expect(await look.isPhase('on-secondary')()).toBe(true);
      expect(look.servedNow()).toEqual(ON_SECONDARY);
    },
    2 * FLIP_MS,
  );

  test(
    'a window ends in metrics, which turn the heartbeat alarm, and that is told too',
    async () => {
      const isCounted = async () => (await look.windowsCounted()) > 0;
      await patiently('a window was counted', isCounted, WINDOW_MS);
      const isOk = async () => (await look.heartbeat()) === 'OK';
      await patiently('the alarm is OK', isOk, WINDOW_MS);
      await patiently('people are told', look.areTold(NAMES.heartbeat), FLIP_MS);
    },
    2 * WINDOW_MS,
  );

  test(
    'an update touches neither the records nor the switch nor a health check',
    async () => {
      const [before, code] = [await look.whatMustStay(), await look.codeDigest()];
      const changes = all.internet.healthChanges().length;
      all.folder.writeSites(sitesYml('failureThreshold: 3'));
      await all.sls('deploy');
      expect(await look.codeDigest()).not.toBe(code);
      expect(await look.whatMustStay()).toEqual(before);
      expect(all.internet.healthChanges().slice(changes)).toEqual([]);
      expect(look.servedNow()).toEqual(ON_SECONDARY);
    },
    DEPLOY_MS,
  );

  test(
    'an order to fail back removes the switch and brings visitors back',
    async () => {
      const order = { action: 'failback', site: SITE, by: 'a test', reason: 'the primary is back' };
      expect(await look.invoke(order)).toMatchObject({ action: 'failback', ok: true });
      expect(await look.switchObject()).toBeNull();
      await patiently('the flip is confirmed', look.isPhase('on-primary'), FLIP_MS);
      expect(look.servedNow()).toEqual(ON_PRIMARY);
      await patiently('people are told', look.areTold('visitors get the primary'), FLIP_MS);
    },
    3 * FLIP_MS,
  );

  test(
    'no function was denied anything by its role',
    async () => {
      const logs: string[] = [];
      for (const name of ['probe', 'failover', 'slack'])
        logs.push(await all.sls('logs', '-f', name));
      for (const log of logs) expect(log).not.toMatch(/denied|not authorized/i);
      expect(logs.join('')).toContain('"message":"decision"');
      expect(logs.join('')).toContain('"message":"forwarded"');
      expect(logs.join('')).not.toContain('"message":"slack memory failed"');
    },
    DEPLOY_MS,
  );

  test(
    'a removal is refused while the records of the site hang on the stack',
    async () => {
      await expect(all.sls('remove')).rejects.toThrow(`release-records ${SITE}`);
      expect((await look.whatIsLeft()).functions).toContain(`${NAMES.stack}-probe`);
    },
    DEPLOY_MS,
  );

  test(
    'a removal leaves what the website stands on, and nothing else',
    async () => {
      const checks = await look.checks();
      await releaseSite(all.aws.route53, all.zone, SITE);
      await all.sls('remove');
      expect(await look.checks()).toEqual(checks);
      expect(await look.indexPage()).not.toBeNull();
      expect(await look.whatIsLeft()).toEqual({
        buckets: [NAMES.switchBucket, SITE],
        tables: [NAMES.stateTable],
        functions: [HEALTH_CHECK_FUNCTION],
        topics: [],
        alarms: [],
        roles: [HEALTH_CHECK_FUNCTION],
        logGroups: [],
      });
    },
    DEPLOY_MS,
  );
});
