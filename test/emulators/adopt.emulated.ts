import type { AdoptOrder } from '../../lib/app/adopt/adopt.ts';
import { NO_CHOICES } from '../../lib/core/adopt/choices.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { dnsAnswer } from '../fixtures/snapshot.ts';
import { WEBSITE_ADDRESS } from '../support/fake-adopt-world.ts';
import { type Beginning, makeAdoptWorld } from './adopt-world.ts';
import { describeOn, type EmulatedClient } from './on.ts';

jest.setTimeout(60_000);

const ADOPT: AdoptOrder = { kind: 'adopt', choices: NO_CHOICES };
const BEGINNING: Beginning = {
  where: { kind: 'addresses', addresses: ['203.0.113.10'] },
  records: (name) => [simpleRecord(name, 'A', 300, ['203.0.113.10'])],
  aliasAddresses: {},
};
const makeWorld = async (options: EmulatedClient) => {
  const world = await makeAdoptWorld(options, BEGINNING);
  const [plain] = world.plain;
  if (plain === undefined) throw new Error('there is no record to begin with');
  return { ...world, plain };
};

/* ministack loses the children of a calculated check, so that no check can be found there. */
describeOn('moto', (options) => {
  test('a plain record is adopted, and put back from what the state table kept', async () => {
    const { site, plain, deps, records, readLatestBackup, run } = await makeWorld(options);

    expect((await run(deps, ADOPT)).outcome.kind).toBe('applied');
    expect((await records()).map(({ failover }) => failover).toSorted()).toEqual([
      'PRIMARY',
      'SECONDARY',
    ]);
    expect((await run(deps, ADOPT)).outcome.kind).toBe('nothing-to-do');

    const backup = await readLatestBackup(site.name);
    if (backup === null) throw new Error('nothing was saved');
    const back = await run(deps, { kind: 'rollback', backup, overrides: [] });
    expect(back.outcome.kind).toBe('applied');
    expect(await records()).toEqual([plain]);
  });

  test('a pair becomes a plain record with the primary in it', async () => {
    const { plain, deps, records, run } = await makeWorld(options);
    await run(deps, ADOPT);
    const { outcome } = await run(deps, { kind: 'release', overrides: [] });
    expect(outcome.kind).toBe('applied');
    expect(await records()).toEqual([{ ...plain, ttlSeconds: 60 }]);
  });

  test('a name server that answers otherwise afterwards brings the plain record back', async () => {
    const { plain, deps, records, run } = await makeWorld(options);
    const { outcome } = await run(
      {
        ...deps,
        askNameServer: async (server, name, type) =>
          (await records()).length === 2 && type === 'A'
            ? dnsAnswer({ addresses: [WEBSITE_ADDRESS] })
            : deps.askNameServer(server, name, type),
      },
      ADOPT,
    );
    expect(outcome).toMatchObject({ kind: 'rolled-back' });
    expect(await records()).toEqual([plain]);
  });

  test('a record that somebody changes after the plan is left to them', async () => {
    const { site, deps, records, run, change } = await makeWorld(options);
    const { plan } = await run(deps, ADOPT, null);
    const other = simpleRecord(site.name, 'A', 120, ['203.0.113.10']);
    await change(other);
    const { outcome } = await run(deps, ADOPT, { planId: plan.id, waitMs: 300_000 });
    expect(outcome).toMatchObject({ kind: 'changed-since' });
    expect(await records()).toEqual([other]);
  });
});
