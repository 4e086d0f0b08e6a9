import { certificateId } from '../../lib/stack/certificates.ts';
import { distributionId } from '../../lib/stack/distribution.ts';
import { siteCheckId } from '../../lib/stack/health-checks.ts';
import { ROUTE53_TOPIC } from '../../lib/stack/route53-alarms.ts';
import { describeOn } from '../emulators/on.ts';
import { makeHealthCheckFunction } from './health-check-function.ts';
import { looksAt, outputOf, SITE } from './https-looks.ts';
import { makeServiceFolder, type ServiceFolder } from './service-folder.ts';
import { startAlone } from './setup.ts';
import { makeSls, type Sls } from './sls.ts';

const DEPLOY_MS = 120_000;

/** What is made in the other region goes and comes with both settings alike. */
const sitesYml = (isOn: boolean): string => `
alerts:
  email: ops@example.com
  slack: { webhookParameter: /understudy/slack-webhook }
  route53: ${isOn}
sites:
  - name: ${SITE}
    hostedZone: example.com
    primary: { address: 203.0.113.11 }
    secondary: { region: eu-west-1, content: ./site, https: ${isOn} }
    policy: { mode: observe }
`;

/** One story: each test begins where the one before it ended. */
describeOn('ministack', (shared) => {
  let sls: Sls;
  let folder: ServiceFolder;
  let look: ReturnType<typeof looksAt>;
  const ends: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    const emulator = await startAlone();
    ends.push(emulator.stop);
    const client = { ...shared, endpoint: emulator.url };
    folder = makeServiceFolder();
    ends.push(folder.remove);
    look = looksAt(client);
    ends.push(look.close);
    await look.makeZone();
    sls = makeSls(folder.path, {
      AWS_ENDPOINT_URL: client.endpoint,
      AWS_ACCESS_KEY_ID: client.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: client.credentials.secretAccessKey,
      AWS_DISABLE_REQUEST_COMPRESSION: 'true',
      UNDERSTUDY_HEALTH_CHECK_FUNCTION: await makeHealthCheckFunction(client),
    });
    folder.writeSites(sitesYml(true));
    await sls('deploy');
  }, DEPLOY_MS);
  afterAll(async () => {
    for (const end of ends.toReversed()) await end();
  });

  test('the certificate is made where CloudFront takes it, and handed to the stack', async () => {
    const arn = outputOf(await look.certificates(), certificateId(SITE));
    expect(arn).toMatch(/^arn:aws:acm:us-east-1:.*:certificate\//);
    const { Parameters = [] } = (await look.stack()) ?? {};
    expect(Parameters).toEqual([
      expect.objectContaining({ ParameterKey: certificateId(SITE), ParameterValue: arn }),
    ]);
  });

  test("the alarm on Route 53's own metric is made where that is, on the check of the PRIMARY record", async () => {
    const topic = outputOf(await look.route53Alarms(), ROUTE53_TOPIC);
    expect(topic).toBe(
      'arn:aws:sns:us-east-1:000000000000:understudy-prod-eu-west-1-route53-alerts',
    );
    expect(await look.route53Alarm()).toMatchObject({
      Namespace: 'AWS/Route53',
      Dimensions: [
        { Name: 'HealthCheckId', Value: outputOf(await look.stack(), siteCheckId(SITE)) },
      ],
      AlarmActions: [topic],
      OKActions: [topic],
    });
  });

  test('its topic tells the address of sites.yml, and Slack by the function of the stack', async () => {
    const topic = outputOf(await look.route53Alarms(), ROUTE53_TOPIC) ?? '';
    expect(await look.subscriptions(topic)).toEqual([
      'email to ops@example.com',
      'lambda to arn:aws:lambda:eu-west-1:000000000000:function:understudy-prod-slack',
    ]);
  });

  test('the failover function knows the name of the distribution', async () => {
    const domain = outputOf(await look.stack(), distributionId(SITE));
    expect(domain).toMatch(/^[a-z0-9]+\.cloudfront\.net$/);
    expect(await look.secondaryDomains()).toBe(`${SITE}=${domain}`);
  });

  test('the bucket lets that distribution alone read, and has its content', async () => {
    const { Statement } = JSON.parse(await look.bucketPolicy());
    expect(Statement).toEqual([
      expect.objectContaining({
        Principal: { Service: 'cloudfront.amazonaws.com' },
        Action: 's3:GetObject',
        Condition: {
          StringEquals: {
            'AWS:SourceArn': expect.stringMatching(
              `^arn:aws:cloudfront::000000000000:distribution/${await look.distribution()}$`,
            ),
          },
        },
      }),
    ]);
    expect(await look.indexPage()).not.toBeNull();
  });

  test(
    'HTTPS is not turned off, and nothing removed, while a record leads to the distribution',
    async () => {
      const domain = outputOf(await look.stack(), distributionId(SITE)) ?? '';
      await look.lead('CREATE', domain);
      folder.writeSites(sitesYml(false));
      await expect(sls('deploy')).rejects.toThrow(`release-records ${SITE}`);
      await expect(sls('remove')).rejects.toThrow(`release-records ${SITE}`);
      expect(outputOf(await look.stack(), distributionId(SITE))).toBe(domain);
      await look.lead('DELETE', domain);
    },
    DEPLOY_MS,
  );

  test(
    'once the record is released the distribution goes, and after it the certificate; the bucket stays',
    async () => {
      await sls('deploy');
      expect(outputOf(await look.stack(), distributionId(SITE))).toBeUndefined();
      expect(await look.certificates()).toBeNull();
      expect(await look.route53Alarms()).toBeNull();
      expect(await look.route53Alarm()).toBeUndefined();
      expect(await look.secondaryDomains()).toBe('');
      expect(JSON.parse(await look.bucketPolicy()).Statement[0]).toMatchObject({ Principal: '*' });
      expect(await look.indexPage()).not.toBeNull();
    },
    DEPLOY_MS,
  );

  test(
    'turned on again it keeps the bucket, and a removal leaves that and no certificate',
    async () => {
      folder.writeSites(sitesYml(true));
      await sls('deploy');
      expect(outputOf(await look.certificates(), certificateId(SITE))).toBeDefined();
      expect(outputOf(await look.route53Alarms(), ROUTE53_TOPIC)).toBeDefined();
      await sls('remove');
      expect(await look.stack()).toBeNull();
      expect(await look.certificates()).toBeNull();
      expect(await look.route53Alarms()).toBeNull();
      expect(await look.indexPage()).not.toBeNull();
    },
    DEPLOY_MS,
  );
});
