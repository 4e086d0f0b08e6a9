import fc from 'fast-check';
import type { RecordChange } from '../../lib/core/record-change.ts';
import type { AliasTarget, RecordSet } from '../../lib/core/verify/snapshot.ts';
import { simpleRecord } from '../../lib/local/zone.ts';
import { applyChanges, refusalsOf } from '../../lib/local/zone-rules.ts';

const SOA = simpleRecord('example.com', 'SOA', 900, ['ns-1.example.net hostmaster 1 7200 900 1 1']);
const NS = simpleRecord('example.com', 'NS', 172_800, ['ns-1.example.net']);
const PLAIN = simpleRecord('www.example.com', 'A', 60, ['203.0.113.10', '203.0.113.11']);
const PRIMARY: RecordSet = {
  ...PLAIN,
  routing: 'failover',
  failover: 'PRIMARY',
  setIdentifier: 'primary',
  healthCheckId: 'check-1',
};
const IRELAND: AliasTarget = {
  dnsName: 's3-website-eu-west-1.amazonaws.com',
  hostedZoneId: 'Z1BKCTXD74EZPE',
  evaluateTargetHealth: true,
};
const CLOUDFRONT: AliasTarget = {
  dnsName: 'd111111abcdef8.cloudfront.net',
  hostedZoneId: 'Z2FDTNDATAQYW2',
  evaluateTargetHealth: false,
};
const aliasOf = (record: RecordSet, alias: AliasTarget): RecordSet => ({
  ...record,
  ttlSeconds: null,
  values: [],
  alias,
  healthCheckId: null,
});
const SECONDARY: RecordSet = {
  ...aliasOf(PRIMARY, IRELAND),
  failover: 'SECONDARY',
  setIdentifier: 'secondary',
};
const atApex = (record: RecordSet): RecordSet => ({ ...record, name: 'example.com' });

const create = (...records: readonly RecordSet[]): RecordChange[] =>
  records.map((record) => ({ action: 'CREATE', record }));
const remove = (...records: readonly RecordSet[]): RecordChange[] =>
  records.map((record) => ({ action: 'DELETE', record }));

const factsOf = (records: readonly RecordSet[]) => ({
  zoneName: 'example.com',
  records: [SOA, NS, ...records],
  healthCheckIds: ['check-1', 'check-2'],
});
const refusals = (records: readonly RecordSet[], changes: readonly RecordChange[]) =>
  refusalsOf(factsOf(records), changes);

type Row = readonly [string, readonly RecordSet[], readonly RecordChange[]];
const ACCEPTED: readonly Row[] = [
  ['a plain record becomes the pair', [PLAIN], [...remove(PLAIN), ...create(PRIMARY, SECONDARY)]],
  [
    'the pair becomes a plain record',
    [PRIMARY, SECONDARY],
    [...remove(SECONDARY, PRIMARY), ...create(PLAIN)],
  ],
  [
    'a pair is replaced under the same set identifiers',
    [PRIMARY, SECONDARY],
    [
      ...remove(PRIMARY, SECONDARY),
      ...create({ ...PRIMARY, ttlSeconds: 30, healthCheckId: 'check-2' }, SECONDARY),
    ],
  ],
  [
    'an apex and its www become pairs together',
    [PLAIN, atApex(PLAIN)],
    [
      ...remove(PLAIN),
      ...create(PRIMARY, SECONDARY),
      ...remove(atApex(PLAIN)),
      ...create(atApex(PRIMARY), atApex(SECONDARY)),
    ],
  ],
  [
    'a CNAME makes room for the pair',
    [simpleRecord('www.example.com', 'CNAME', 60, ['lb.example.net'])],
    [
      ...remove(simpleRecord('www.example.com', 'CNAME', 60, ['lb.example.net'])),
      ...create(PRIMARY, SECONDARY),
    ],
  ],
  [
    'values are deleted in another order than they are listed in',
    [PLAIN],
    remove({ ...PLAIN, values: PLAIN.values.toReversed() }),
  ],
  [
    'another type is beside the pair',
    [PRIMARY],
    create({ ...PLAIN, type: 'TXT', values: ['"a"'] }),
  ],
  [
    'a primary that is an alias has no health check',
    [],
    create(aliasOf(PRIMARY, { ...IRELAND, dnsName: 'lb.eu-west-1.elb.amazonaws.com' })),
  ],
  ['one of the pair is CloudFront', [PRIMARY], create(aliasOf(SECONDARY, CLOUDFRONT))],
  [
    'the zone ID of a region that is not known for sure is not judged',
    [],
    create(
      aliasOf(SECONDARY, {
        ...IRELAND,
        dnsName: 's3-website.eu-south-1.amazonaws.com',
        hostedZoneId: 'ZANY',
      }),
    ),
  ],
  [
    'an alias follows its target, which is created before it',
    [],
    create(
      PLAIN,
      aliasOf(atApex(PLAIN), {
        dnsName: 'www.example.com',
        hostedZoneId: 'Z0',
        evaluateTargetHealth: false,
      }),
    ),
  ],
  [
    'a thousand values of 32 characters at most',
    [],
    create(
      ...Array.from({ length: 1_000 }, (_, at) =>
        simpleRecord(`n${at}.example.com`, 'TXT', 60, ['x'.repeat(32)]),
      ),
    ),
  ],
];

test.each(ACCEPTED)('accepted: %s', (_name, records, changes) => {
  expect(refusals(records, changes)).toEqual([]);
});

const multi = (setIdentifier: string): RecordSet => ({
  ...PLAIN,
  routing: 'multivalue',
  setIdentifier,
});
const EXISTS = /^Tried to create .+ but it already exists$/;
const NO_MATCH =
  "Tried to delete resource record set [name='www.example.com.', type='A'] but the values provided do not match the current values";
const NOT_FOUND =
  "Tried to delete resource record set [name='www.example.com.', type='A'] but it was not found";
const OTHERS =
  'RRSet with DNS name www.example.com., type A cannot be created as other RRSets exist with the same name and type.';
const TANGLED =
  "The request contains an invalid set of changes for a resource record set 'A www.example.com.'";

const REFUSED: readonly (readonly [...Row, string | RegExp])[] = [
  ['a batch is empty', [], [], /^Invalid XML .+'Changes' is not complete/],
  [
    'a batch has more than 1,000 values',
    [],
    create(
      ...Array.from({ length: 1_001 }, (_, at) =>
        simpleRecord(`n${at}.example.com`, 'TXT', 60, ['"x"']),
      ),
    ),
    'Number of records limit of 1000 exceeded.',
  ],
  [
    'a batch has more than 32,000 characters',
    [],
    create(simpleRecord('n.example.com', 'TXT', 60, ['x'.repeat(32_001)])),
    'Number of characters limit of 32000 exceeded.',
  ],
  ['a simple record exists', [PLAIN], create({ ...PLAIN, ttlSeconds: 30 }), EXISTS],
  [
    'a set identifier exists',
    [PRIMARY],
    create({ ...SECONDARY, setIdentifier: 'primary' }),
    "Tried to create resource record set [name='www.example.com.', type='A', set-identifier='primary'] but it already exists",
  ],
  ['a record to delete is not there', [], remove(PLAIN), NOT_FOUND],
  [
    'a record to delete is of another type',
    [{ ...PLAIN, type: 'TXT', values: ['"a"'] }],
    remove(PLAIN),
    NOT_FOUND,
  ],
  ['a record to delete has another TTL', [PLAIN], remove({ ...PLAIN, ttlSeconds: 61 }), NO_MATCH],
  [
    'a record to delete has a value less',
    [PLAIN],
    remove({ ...PLAIN, values: ['203.0.113.10'] }),
    NO_MATCH,
  ],
  [
    'a record to delete has another alias',
    [aliasOf(PLAIN, IRELAND)],
    remove(aliasOf(PLAIN, { ...IRELAND, evaluateTargetHealth: false })),
    NO_MATCH,
  ],
  [
    'a record to delete has another health check',
    [PRIMARY, SECONDARY],
    remove({ ...PRIMARY, healthCheckId: 'check-2' }),
    /set-identifier='primary'\] but the values provided do not match/,
  ],
  [
    'a record to delete has the other role',
    [PRIMARY],
    remove({ ...PRIMARY, failover: 'SECONDARY' }),
    /do not match the current values$/,
  ],
  ['one record is deleted twice', [PLAIN], remove(PLAIN, PLAIN), TANGLED],
  ['one record is created twice', [], create(PLAIN, PLAIN), TANGLED],
  [
    'a record is created before its namesake is deleted',
    [PLAIN],
    [...create({ ...PLAIN, ttlSeconds: 30 }), ...remove(PLAIN)],
    TANGLED,
  ],
  ['a simple record is beside a pair', [PRIMARY, SECONDARY], create(PLAIN), OTHERS],
  [
    'a plain record is created before the pair is deleted',
    [PRIMARY, SECONDARY],
    [...create(PLAIN), ...remove(PRIMARY, SECONDARY)],
    OTHERS,
  ],
  [
    'a pair is beside a simple record',
    [PLAIN],
    create(PRIMARY),
    'RRSet with DNS name www.example.com., type A, SetIdentifier primary cannot be created because a non-failover set exists with the same name and type.',
  ],
  [
    'two routing policies share a name and type',
    [PRIMARY, SECONDARY],
    create(multi('third')),
    /SetIdentifier third cannot be created because a non-multivalue set exists/,
  ],
  [
    'there are two primaries',
    [PRIMARY],
    create({ ...PRIMARY, setIdentifier: 'other' }),
    /SetIdentifier other, and Failover PRIMARY cannot be created/,
  ],
  [
    'there are two secondaries',
    [PRIMARY, SECONDARY],
    create({ ...SECONDARY, setIdentifier: 'other' }),
    /and Failover SECONDARY cannot be created/,
  ],
  [
    'a failover record has no set identifier',
    [],
    create({ ...PRIMARY, setIdentifier: null }),
    "Invalid request: Missing field 'SetIdentifier' in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=null]",
  ],
  [
    'a simple record has a set identifier',
    [],
    create({ ...PLAIN, setIdentifier: 'plain' }),
    /^Invalid request: Expected exactly one of \[Weight, .+ found none in Change with \[.+SetIdentifier=plain\]$/,
  ],
  [
    'a primary with values has no health check',
    [],
    create({ ...PRIMARY, healthCheckId: null }),
    'A non-alias primary ResourceRecordSet must have an associated health check. No changes made.',
  ],
  [
    'a health check does not exist',
    [],
    create({ ...PRIMARY, healthCheckId: 'check-3' }),
    'No health check exists with the specified ID: check-3',
  ],
  [
    'a failover alias does not evaluate its target',
    [],
    create(aliasOf(SECONDARY, { ...IRELAND, evaluateTargetHealth: false })),
    /EvaluateTargetHealth must be true/,
  ],
  [
    'an alias to CloudFront evaluates its target',
    [],
    create(aliasOf(PLAIN, { ...CLOUDFRONT, evaluateTargetHealth: true })),
    /EvaluateTargetHealth cannot be true/,
  ],
  [
    'CloudFront is on both sides',
    [aliasOf(PRIMARY, CLOUDFRONT)],
    create(aliasOf(SECONDARY, CLOUDFRONT)),
    /both the primary and the secondary would be a CloudFront/,
  ],
  [
    'an S3 website is asked for IPv6',
    [],
    create(aliasOf({ ...PLAIN, type: 'AAAA' }, IRELAND)),
    'Tried to create an alias that targets s3-website-eu-west-1.amazonaws.com., type AAAA in zone Z1BKCTXD74EZPE, but that target was not found',
  ],
  [
    'an S3 website is looked for in the zone of another region',
    [],
    create(aliasOf(PLAIN, { ...IRELAND, hostedZoneId: 'Z3AQBSTGFYJSTF' })),
    /in zone Z3AQBSTGFYJSTF, but the alias target name does not lie within the target zone$/,
  ],
  [
    'an S3 website is named with its bucket',
    [],
    create(aliasOf(PLAIN, { ...IRELAND, dnsName: `www.example.com.${IRELAND.dnsName}` })),
    /but that target was not found$/,
  ],
  [
    'an alias leads to a name of the zone that is not there',
    [],
    create(aliasOf(PLAIN, { ...IRELAND, dnsName: 'app.example.com', hostedZoneId: 'Z0' })),
    /targets app.example.com., type A in zone Z0, but that target was not found$/,
  ],
  [
    'an alias leads to a name of the zone that has no such type',
    [PLAIN],
    create(aliasOf({ ...atApex(PLAIN), type: 'AAAA' }, { ...IRELAND, dnsName: 'www.example.com' })),
    /targets www.example.com., type AAAA in zone .+, but that target was not found$/,
  ],
  [
    'an alias has a TTL',
    [],
    create({ ...aliasOf(PLAIN, IRELAND), ttlSeconds: 60 }),
    /^Invalid request: Expected exactly one of \[AliasTarget, .+ found more than one in Change/,
  ],
  [
    'an alias has values',
    [],
    create({ ...aliasOf(PLAIN, IRELAND), values: ['203.0.113.10'] }),
    /found more than one in Change/,
  ],
  [
    'a record has no TTL',
    [],
    create({ ...PLAIN, ttlSeconds: null }),
    /found none in Change with \[Action=CREATE/,
  ],
  ['a record has no values', [], create({ ...PLAIN, values: [] }), /found none in Change/],
  [
    'a deletion does not repeat the values',
    [PLAIN],
    remove({ ...PLAIN, values: [] }),
    /found none in Change with \[Action=DELETE/,
  ],
  [
    'a CNAME is beside another type',
    [PLAIN],
    create(simpleRecord('www.example.com', 'CNAME', 60, ['a.example.net'])),
    'RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.',
  ],
  [
    'another type is beside a CNAME',
    [simpleRecord('www.example.com', 'CNAME', 60, ['a.example.net'])],
    create(PLAIN),
    'RRSet of type A with DNS name www.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.',
  ],
  [
    'a CNAME is at the apex',
    [],
    create(simpleRecord('example.com', 'CNAME', 60, ['a.example.net'])),
    'RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.',
  ],
  [
    'a name only ends like the zone',
    [],
    create({ ...PLAIN, name: 'myexample.com' }),
    'RRSet with DNS name myexample.com. is not permitted in zone example.com.',
  ],
  ['the SOA is deleted', [], remove(SOA), 'A HostedZone must contain exactly one SOA record.'],
  [
    'the NS record of the apex is deleted',
    [],
    remove(NS),
    'A HostedZone must contain at least one NS record for the zone itself.',
  ],
  [
    'an A record has an IPv6 address',
    [],
    create({ ...PLAIN, values: ['2001:db8::10'] }),
    "Invalid Resource Record: FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '2001:db8::10'",
  ],
  [
    'an AAAA record has an IPv4 address',
    [],
    create({ ...PLAIN, type: 'AAAA', values: ['203.0.113.10'] }),
    /AAAARRDATAIllegalIPv6Address \(Value is not a valid IPv6 address\) encountered with '203.0.113.10'$/,
  ],
  [
    'an address is there twice',
    [],
    create({ ...PLAIN, values: ['203.0.113.10', '203.0.113.10'] }),
    "Duplicate Resource Record: '203.0.113.10'",
  ],
  [
    'an IPv6 address is there twice in two spellings',
    [],
    create({ ...PLAIN, type: 'AAAA', values: ['2001:db8::10', '2001:DB8:0::10'] }),
    "Duplicate Resource Record: '2001:DB8:0::10'",
  ],
];

test.each(REFUSED)('refused, for that alone: %s', (_name, records, changes, reason) => {
  const found = refusals(records, changes);
  expect(found).toHaveLength(1);
  expect(found[0]).toEqual(typeof reason === 'string' ? reason : expect.stringMatching(reason));
});

test('all that is wrong is told at once', () => {
  const changes = [...remove(PLAIN), ...create({ ...PRIMARY, values: ['300.1.1.1', '1.2.3'] })];
  expect(refusals([], changes)).toEqual([
    NOT_FOUND,
    expect.stringContaining("encountered with '300.1.1.1'"),
    expect.stringContaining("encountered with '1.2.3'"),
  ]);
});

test('a batch that is accepted is undone by its opposite in opposite order', () => {
  const record = fc
    .record({
      name: fc.constantFrom('www.example.com', 'example.com', 'app.example.com'),
      type: fc.constantFrom('A', 'A', 'A', 'CNAME'),
      kind: fc.constantFrom(PLAIN, PRIMARY, SECONDARY, multi('one'), multi('two')),
      ttlSeconds: fc.constantFrom(30, 60),
    })
    .map(({ name, type, kind, ttlSeconds }): RecordSet => {
      const at = { ...kind, name, type };
      return at.alias === null ? { ...at, ttlSeconds } : at;
    });
  const batch = fc.array(fc.record({ action: fc.constantFrom('CREATE', 'DELETE'), record }), {
    minLength: 1,
    maxLength: 3,
  });
  const sorted = (records: readonly RecordSet[]) =>
    records.map((each) => JSON.stringify(each)).toSorted();
  let accepted = 0;
  fc.assert(
    fc.property(fc.array(batch, { minLength: 60, maxLength: 120 }), (batches) => {
      let { records } = factsOf([]);
      for (const changes of batches as RecordChange[][]) {
        if (refusalsOf({ ...factsOf([]), records }, changes).length > 0) continue;
        accepted += 1;
        const after = [...applyChanges(records, changes)];
        const opposite = changes.toReversed().map(
          ({ action, record: changed }): RecordChange => ({
            action: action === 'CREATE' ? 'DELETE' : 'CREATE',
            record: changed,
          }),
        );
        expect(refusalsOf({ ...factsOf([]), records: after }, opposite)).toEqual([]);
        expect(sorted(applyChanges(after, opposite))).toEqual(sorted(records));
        records = after;
      }
    }),
    { numRuns: 200 },
  );
  expect(accepted).toBeGreaterThan(1_000);
});
