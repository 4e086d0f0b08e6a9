import { CreateHostedZoneCommand, Route53Client } from '@aws-sdk/client-route-53';
import { STSClient } from '@aws-sdk/client-sts';
import { NO_CHOICES } from '../../lib/core/adopt/choices.ts';
import { makeAskCallerIdentity } from '../../lib/io/caller-identity.ts';
import { makeListHealthChecks, makeReadRecords, makeReadZone } from '../../lib/io/route53.ts';
import { makeRoute53As } from '../../lib/io/route53-as-role.ts';
import { makeZoneClients } from '../../lib/io/zone-clients.ts';
import { makeZoneReads } from '../../lib/io/zone-reads.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { makeAdoptWorld } from './adopt-world.ts';
import { describeOn, hurriedPace, uniqueName } from './on.ts';
import { putByHand } from './records.ts';

jest.setTimeout(60_000);

const ROLE = 'arn:aws:iam::210987654321:role/understudy-zone';

// moto keeps accounts apart and takes whoever assumes a role for somebody of the role's account.
describeOn('moto', (options) => {
  test('zones of two accounts are read side by side, each as its own account', async () => {
    const own = new Route53Client({ ...options, maxAttempts: 1 });
    const theirs = makeRoute53As(options)(ROLE);
    const pace = hurriedPace();
    const [ourZone, theirZone] = [uniqueName('ours'), uniqueName('theirs')].map(
      (name) => `${name}.example.com`,
    ) as [string, string];
    const make = async (client: Route53Client, name: string, address: string) => {
      await client.send(new CreateHostedZoneCommand({ Name: name, CallerReference: name }));
      const { id } = await makeReadZone(client, pace)(name);
      await putByHand(client, id, simpleRecord(`www.${name}`, 'A', 60, [address]));
    };
    await make(own, ourZone, '203.0.113.10');
    await make(theirs, theirZone, '203.0.113.20');
    await expect(makeReadZone(own, pace)(theirZone)).rejects.toMatchObject({ name: 'ZoneError' });

    const sites = [
      { hostedZone: ourZone, zoneRoleArn: null },
      { hostedZone: theirZone, zoneRoleArn: ROLE },
    ];
    const clients = makeZoneClients(sites, own, makeRoute53As(options));
    const { readZone, readRecords } = makeZoneReads(clients, pace);
    const found = await Promise.all(
      [ourZone, theirZone].map(async (name) =>
        readRecords((await readZone(name)).id, [`www.${name}`]),
      ),
    );
    expect(found.map(([record]) => record?.values)).toEqual([['203.0.113.10'], ['203.0.113.20']]);
  });

  test('a record in a zone of another account is adopted on the checks of our own, and put back', async () => {
    const { site, zone, plain, deps, records, run, readLatestBackup } = await makeAdoptWorld(
      options,
      {
        where: { kind: 'addresses', addresses: ['203.0.113.10'] },
        records: (name) => [simpleRecord(name, 'A', 300, ['203.0.113.10'])],
        aliasAddresses: {},
        zoneRoleArn: ROLE,
      },
    );
    const { outcome } = await run(deps, { kind: 'adopt', choices: NO_CHOICES });
    expect(outcome.kind).toBe('applied');
    const [primary] = (await records()).filter(({ failover }) => failover === 'PRIMARY');
    const own = new Route53Client({ ...options, maxAttempts: 1 });
    const [ours, theirs] = await Promise.all(
      [own, makeRoute53As(options)(ROLE)].map((client) =>
        makeListHealthChecks(client, hurriedPace())(),
      ),
    );
    expect(ours?.map(({ id }) => id)).toContain(primary?.healthCheckId);
    expect(theirs).toEqual([]);
    await expect(makeReadRecords(own, hurriedPace())(zone.id, [site.name])).rejects.toMatchObject({
      name: 'AwsCallError',
    });

    const backup = await readLatestBackup(site.name);
    if (backup === null) throw new Error('nothing was saved');
    const back = await run(deps, { kind: 'rollback', backup, overrides: [] });
    expect(back.outcome.kind).toBe('applied');
    expect(await records()).toEqual(plain);
  });

  test('whoever has assumed the role is of its account', async () => {
    const credentials = makeRoute53As(options)(ROLE).config.credentials;
    const sts = new STSClient({ ...options, credentials });
    expect((await makeAskCallerIdentity(sts)()).account).toBe('210987654321');
    sts.destroy();
  });
});
