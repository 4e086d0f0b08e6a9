import { once } from 'node:events';
import { connect } from 'node:net';
import { ChangeRefusedError, type RecordChange } from '../../lib/core/record-change.ts';
import { makeAskNameServer } from '../../lib/io/dns.ts';
import { NotOnStageError } from '../../lib/local/dial.ts';
import { PortInUseError } from '../../lib/local/port-in-use.ts';
import { startStage } from '../../lib/local/stage.ts';
import type { Stage, StageOptions } from '../../lib/local/stage-type.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { SWITCH_NOTE } from '../fixtures/records.ts';
import { eventually } from '../support/eventually.ts';
import { httpGet } from '../support/http-get.ts';

const FILES = [
  { path: 'index.html', body: '<h1>static</h1>', contentType: 'text/html; charset=utf-8' },
  { path: 'style.css', body: 'h1 {}', contentType: 'text/css' },
];

const opened: Stage[] = [];
const start = async (options: Partial<StageOptions> = {}): Promise<Stage> => {
  const stage = await startStage({ files: FILES, checkerIntervalMs: 25, ...options });
  opened.push(stage);
  return stage;
};
afterEach(async () => {
  await Promise.all(opened.splice(0).map((stage) => stage.close()));
});
const addressesFrom = async (stage: Stage): Promise<readonly string[]> => {
  const ask = makeAskNameServer({ dial: stage.dial });
  const answers = await Promise.all(
    (await stage.findNameServers('example.com')).map(({ address }) =>
      ask(address, 'www.example.com', 'A'),
    ),
  );
  return [...new Set(answers.flatMap(({ addresses }) => addresses))];
};

describe('a stage', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await start();
  });

  test('opens settled: everything is healthy and the primary is served', async () => {
    const { checks, checkIds } = stage;
    expect(Object.values(checkIds).map(checks.isHealthy)).toEqual([true, true, true]);
    expect(stage.servedNow()).toBe('primary');
    expect(await addressesFrom(stage)).toEqual(['203.0.113.10']);
  });

  test('an outage of the primary moves visitors to the static site, and its end moves them back', async () => {
    await stage.primary.kill();
    await eventually('the name servers answer with the secondary', async () =>
      (await addressesFrom(stage)).includes('198.51.100.20'),
    );
    const { port } = stage.dial('198.51.100.20', 80);
    const page = await httpGet(port, '/', { headers: { host: 'www.example.com' } });
    expect(page).toMatchObject({ status: 200, body: '<h1>static</h1>' });
    await stage.primary.revive();
    await eventually('the primary is served', () => stage.servedNow() === 'primary');
  });

  test('the switch moves visitors from a healthy primary, and back once it is removed', async () => {
    await stage.switch.put('www.example.com', SWITCH_NOTE);
    await eventually('the secondary is served', () => stage.servedNow() === 'secondary');
    expect(stage.checks.isHealthy(stage.checkIds.endpoint)).toBe(true);
    const { tag } = (await stage.switch.read('www.example.com')) ?? { tag: '' };
    expect(await stage.switch.remove('www.example.com', tag)).toBe(true);
    await eventually('the primary is served', () => stage.servedNow() === 'primary');
  });

  test('what it reads as hangs together: records, checks, bucket, names, addresses', async () => {
    const zone = await stage.readZone('example.com');
    const records = await stage.readRecords(zone.id, ['www.example.com']);
    const checks = await stage.listHealthChecks();
    expect(checks.find(({ id }) => id === records[0]?.healthCheckId)).toMatchObject({
      type: 'CALCULATED',
      healthThreshold: 2,
      childIds: [stage.checkIds.endpoint, stage.checkIds.switch],
    });
    expect(zone.nameServers).toEqual(
      (await stage.findNameServers('example.com')).map(({ name }) => name),
    );
    const bucket = await stage.readBucket('www.example.com', 'eu-west-1');
    expect(bucket).toMatchObject({ region: 'eu-west-1', isPublicAccessBlocked: false });
    expect(await stage.resolveAddresses(records[1]?.alias?.dnsName ?? '')).toEqual([
      '198.51.100.20',
    ]);
  });

  test('changed records are answered once they are in sync, and those that AWS would refuse never', async () => {
    await stage.close();
    stage = await start({ settleAsks: 1 });
    const { id } = await stage.readZone('example.com');
    const records = await stage.readRecords(id, ['www.example.com']);
    const plain = simpleRecord('www.example.com', 'A', 60, ['203.0.113.11']);
    const create: RecordChange = { action: 'CREATE', record: plain };
    await expect(stage.changeRecords(id, [create], 'refused')).rejects.toThrow(ChangeRefusedError);
    const deletes = records.map((record) => ({ action: 'DELETE' as const, record }));
    const change = await stage.changeRecords(id, [...deletes, create], 'the plain record');
    expect(await stage.isInSync(change)).toBe(false);
    expect(await addressesFrom(stage)).toEqual(['203.0.113.10']);
    expect(await stage.isInSync(change)).toBe(true);
    expect(await addressesFrom(stage)).toEqual(['203.0.113.11']);
    const back = { action: 'DELETE' as const, record: plain };
    const pair = records.map((record) => ({ action: 'CREATE' as const, record }));
    await stage.changeRecords(id, [back, ...pair], 'its health checks are known');
  });

  test('has pages of other owners, and a nowhere where nobody ever answers', async () => {
    for (const url of stage.controls) {
      const { hostname } = new URL(url);
      const [address = ''] = await stage.resolveAddresses(hostname);
      expect(await httpGet(stage.dial(address, 80).port, '/')).toMatchObject({ status: 200 });
    }
    const lost = connect(stage.dialNowhere('203.0.113.10', 80).port, '127.0.0.1');
    await once(lost, 'connect');
    lost.write('GET / HTTP/1.1\r\nHost: www.example.com\r\n\r\n');
    const ended = new Promise((resolve) => lost.once('close', () => resolve('cut')));
    lost.on('data', () => lost.destroy(new Error('it answered')));
    lost.on('error', () => {});
    const quiet = new Promise((resolve) => setTimeout(resolve, 100, 'quiet'));
    expect(await Promise.race([ended, quiet])).toBe('quiet');
    await stage.close();
    expect(await ended).toBe('cut');
  });

  test('leads nowhere but to itself', async () => {
    expect(() => stage.dial('192.0.2.1', 80)).toThrow(NotOnStageError);
    expect(() => stage.dial('203.0.113.10', 443)).toThrow(NotOnStageError);
    expect(stage.dial('203.0.113.10', 80)).toEqual({
      address: '127.0.0.1',
      port: stage.ports.primary,
    });
    await expect(stage.resolveAddresses('www.example.org')).rejects.toThrow(NotOnStageError);
    await expect(stage.findNameServers('example.org')).rejects.toThrow(NotOnStageError);
  });
});

test('closing works in any state, twice, and leaves nobody listening', async () => {
  const stage = await start();
  stage.primary.setBehaviour('hang');
  await eventually('requests hang', () => stage.primary.acceptedCount() >= 8);
  const visitor = connect(stage.ports.website, '127.0.0.1');
  await once(visitor, 'connect');
  visitor.on('error', () => {});
  const cut = new Promise((resolve) => visitor.once('close', resolve));
  await Promise.all([stage.close(), stage.close()]);
  await stage.close();
  await cut;
  for (const port of Object.values(stage.ports))
    await expect(httpGet(port, '/')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('a stage whose primary is dead can be closed', async () => {
  const stage = await start();
  await stage.primary.kill();
  await stage.close();
});

test('a taken DNS port ends in an error that names it, with nothing left open', async () => {
  const sockets = () =>
    process.getActiveResourcesInfo().filter((kind) => /^(TCPServer|UDP)Wrap$/.test(kind)).length;
  await eventually('the sockets of earlier tests are gone', () => sockets() === 0);
  const first = await start();
  const socketsOfFirst = sockets();
  const second = startStage({ files: FILES, dnsPort: first.ports.dns });
  await expect(second).rejects.toThrow(PortInUseError);
  await expect(second).rejects.toThrow(`port ${first.ports.dns} on 127.0.0.1 is in use`);
  await eventually('only the first has sockets', () => sockets() === socketsOfFirst);
});
