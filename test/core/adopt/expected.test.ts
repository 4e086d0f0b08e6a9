import { expectedOf, judgeAnswer } from '../../../lib/core/adopt/expected.ts';
import type { NameServerAnswer, RecordSet } from '../../../lib/core/verify/snapshot.ts';
import { dnsAnswer, nameServerAnswer } from '../../fixtures/snapshot.ts';
import { CLOUDFRONT, PAIR, plain } from './zone-world.ts';

const ALIAS = plain({
  values: [],
  ttlSeconds: null,
  alias: { ...CLOUDFRONT, dnsName: 'lb.example.net' },
});
const AAAA_ALIAS = { ...ALIAS, type: 'AAAA' };
const AAAA = plain({ type: 'AAAA', values: ['2001:DB8::10'] });
const HTTPS = plain({ type: 'HTTPS', values: ['1 .'] });
const says = (addresses: readonly string[], aaaa: readonly string[] = []): NameServerAnswer =>
  nameServerAnswer(
    1,
    { addresses },
    aaaa.length === 0 ? {} : { aaaa: { ok: true, value: dnsAnswer({ addresses: aaaa }) } },
  );
const SILENT = { ok: false, why: 'timeout' } as const;

test.each<[string, readonly RecordSet[], NameServerAnswer, string]>([
  ['a pair whose primary is served', PAIR, says(['203.0.113.10']), 'as-expected'],
  ['a pair whose secondary is served', PAIR, says(['198.51.100.20']), 'otherwise'],
  [
    'one of several addresses',
    [plain({ values: ['203.0.113.10', '203.0.113.11'] })],
    says(['203.0.113.11']),
    'as-expected',
  ],
  ['one address too many', PAIR, says(['203.0.113.10', '192.0.2.1']), 'otherwise'],
  ['no address', PAIR, says([]), 'otherwise'],
  [
    'a server that has lost the name',
    PAIR,
    nameServerAnswer(1, { rcode: 'NXDOMAIN', addresses: [], ttlSeconds: null }),
    'otherwise',
  ],
  [
    'a server that is in trouble',
    PAIR,
    nameServerAnswer(1, { rcode: 'SERVFAIL', addresses: [] }),
    'silent',
  ],
  ['a server that does not answer', PAIR, { ...says([]), answer: SILENT }, 'silent'],
  [
    'an AAAA answer where the record was dropped',
    PAIR,
    says(['203.0.113.10'], ['2001:db8::10']),
    'otherwise',
  ],
  [
    'an AAAA answer as it should be',
    [...PAIR, AAAA],
    says(['203.0.113.10'], ['2001:db8:0::10']),
    'as-expected',
  ],
  ['an AAAA answer that is missing', [...PAIR, AAAA], says(['203.0.113.10']), 'otherwise'],
  [
    'an HTTPS answer where the record was dropped',
    PAIR,
    nameServerAnswer(1, {}, { https: { ok: true, value: dnsAnswer({ addresses: [] }) } }),
    'otherwise',
  ],
  [
    'no answer about an HTTPS record that stays',
    [...PAIR, HTTPS],
    nameServerAnswer(1, {}, { https: SILENT }),
    'as-expected',
  ],
  ['an alias that leads to addresses nobody knows', [ALIAS], says(['192.0.2.77']), 'as-expected'],
  ['an alias that leads to the secondary', [ALIAS], says(['198.51.100.20']), 'otherwise'],
  ['an alias that leads nowhere', [ALIAS], says([]), 'otherwise'],
  [
    'an AAAA alias to a load balancer that has IPv6, too',
    [ALIAS, AAAA_ALIAS],
    says(['192.0.2.77'], ['2001:db8::77']),
    'as-expected',
  ],
  [
    'an AAAA alias to a load balancer that has none',
    [ALIAS, AAAA_ALIAS],
    says(['192.0.2.77']),
    'as-expected',
  ],
  [
    'an AAAA alias that leads to the secondary',
    [ALIAS, AAAA_ALIAS],
    says(['192.0.2.77'], ['198.51.100.20']),
    'otherwise',
  ],
])('%s', (_name, records, answer, judgement) => {
  expect(judgeAnswer(expectedOf(records), answer, ['198.51.100.20'])).toBe(judgement);
});
