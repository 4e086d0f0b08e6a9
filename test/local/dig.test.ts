import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { startStage } from '../../lib/local/stage.ts';
import type { Stage } from '../../lib/local/stage-type.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { eventually } from '../support/eventually.ts';

/*
 * The stage's DNS and our client share a packet library, so they could be wrong together. dig knows
 * nothing of either.
 */
const HAS_DIG = spawnSync('dig', ['-v']).error === undefined;
const describeWithDig = HAS_DIG || process.env.CI !== undefined ? describe : describe.skip;

describeWithDig('dig, where it is installed (dnsutils)', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage({
      files: [{ path: 'index.html', body: 'sorry', contentType: 'text/html' }],
      checkerIntervalMs: 50,
    });
  });
  afterAll(() => stage.close());

  const dig = async (...args: string[]): Promise<string> => {
    const where = ['@127.0.0.1', '-p', `${stage.ports.dns}`, '+tries=1', '+time=5'];
    return (await promisify(execFile)('dig', [...where, ...args])).stdout.trim();
  };

  test.each([['+notcp'], ['+tcp'], ['+noedns'], ['+bufsize=512']])(
    'gets the primary with %s',
    async (how) => {
      expect(await dig(how, '+short', 'www.example.com')).toBe('203.0.113.10');
    },
  );

  test('sees an authoritative answer with a TTL of at most a minute', async () => {
    const answer = await dig('www.example.com');
    expect(answer).toMatch(/status: NOERROR/);
    expect(answer).toMatch(/flags: qr aa/);
    expect(answer).toMatch(/^www\.example\.com\.\s+60\s+IN\s+A\s+203\.0\.113\.10$/m);
  });

  test('finds the name servers and the start of authority of the zone', async () => {
    expect((await dig('+short', 'example.com', 'NS')).split('\n')).toHaveLength(4);
    expect(await dig('+short', 'example.com', 'SOA')).toMatch(/^ns-1\.understudy\.example\. /);
  });

  test('is told of names, types and zones that are not there', async () => {
    expect(await dig('nothing.example.com')).toMatch(/status: NXDOMAIN/);
    const noAaaa = await dig('www.example.com', 'AAAA');
    expect(noAaaa).toMatch(/status: NOERROR/);
    expect(noAaaa).toMatch(/ANSWER: 0/);
    expect(await dig('example.org')).toMatch(/status: REFUSED/);
  });

  test('reads the AAAA and HTTPS records that the zone has, and those of a pair by its health', async () => {
    const name = 'beside.example.com';
    const records = stage.zone.data().records.filter((record) => record.name !== 'example.com');
    const https = (text: string, change: Partial<RecordSet>) => ({
      ...simpleRecord(name, 'HTTPS', 60, [text]),
      routing: 'failover' as const,
      ...change,
    });
    stage.zone.setRecords([
      ...records,
      simpleRecord(name, 'AAAA', 60, ['2001:db8::10', '2001:db8::11']),
      https('1 . alpn="h2,h3" port=8443 ipv4hint=203.0.113.10 ipv6hint=2001:db8::10', {
        failover: 'PRIMARY',
        healthCheckId: stage.checkIds.parent,
      }),
      https('0 standby.example.net.', { failover: 'SECONDARY' }),
      simpleRecord('cname.example.com', 'CNAME', 60, [name]),
    ]);
    expect(await dig('+short', name, 'AAAA')).toBe('2001:db8::10\n2001:db8::11');
    expect(await dig('+short', name, 'HTTPS')).toBe(
      '1 . alpn="h2,h3" port=8443 ipv4hint=203.0.113.10 ipv6hint=2001:db8::10',
    );
    expect(await dig('cname.example.com', 'HTTPS')).toMatch(/ANSWER: 2,/);
    expect(await dig('www.example.com', 'HTTPS')).toMatch(/NOERROR.*ANSWER: 0/s);
    await stage.primary.kill();
    await eventually('the pair has moved', async () =>
      (await dig('+short', name, 'HTTPS')).startsWith('0 standby.example.net.'),
    );
    await stage.primary.revive();
    await eventually('the primary is served', () => stage.servedNow() === 'primary');
    stage.zone.setRecords(records);
  });

  test('gets the website once the checkers have seen the switch', async () => {
    const note = { site: 'www.example.com', by: 'test', at: 'now', reason: 'test', until: null };
    await stage.switch.put('www.example.com', note);
    const deadline = Date.now() + 5_000;
    while (stage.servedNow() !== 'secondary' && Date.now() < deadline)
      await new Promise(setImmediate);
    expect(await dig('+short', 'www.example.com')).toBe('198.51.100.20');
  });
});
