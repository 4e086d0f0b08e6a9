import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { ChangeRefusedError, ChangeUncertainError } from '../../lib/core/record-change.ts';
import type { RecordSet } from '../../lib/core/verify/snapshot.ts';
import { makeChangeRecords, makeIsInSync } from '../../lib/io/route53-changes.ts';
import { type Answer, answerInTurn, listen } from './aws-loopback.ts';
import { freshPace, refuse } from './route53-support.ts';

const PRIMARY: RecordSet = {
  name: 'www.example.com',
  type: 'A',
  ttlSeconds: 60,
  values: ['203.0.113.11', '203.0.113.10'],
  alias: null,
  routing: 'failover',
  failover: 'PRIMARY',
  setIdentifier: 'primary',
  healthCheckId: 'check-1',
};
const SECONDARY: RecordSet = {
  ...PRIMARY,
  ttlSeconds: null,
  values: [],
  alias: {
    dnsName: 's3-website-eu-west-1.amazonaws.com',
    hostedZoneId: 'Z1BKCTXD74EZPE',
    evaluateTargetHealth: true,
  },
  failover: 'SECONDARY',
  setIdentifier: 'secondary',
  healthCheckId: null,
};
const SIMPLE: RecordSet = {
  ...PRIMARY,
  routing: 'simple',
  failover: null,
  setIdentifier: null,
  healthCheckId: null,
};

const route53 = mockClient(Route53Client);

describe('what is sent', () => {
  const client = new Route53Client({ region: 'us-east-1' });
  beforeEach(() => {
    route53.reset();
    route53.on(ChangeResourceRecordSetsCommand).resolves({
      ChangeInfo: { Id: '/change/C123', Status: 'PENDING', SubmittedAt: new Date(0) },
    });
  });
  const sent = async (record: RecordSet, comment = 'adopt') => {
    const change = makeChangeRecords(client, freshPace());
    expect(await change('Z123', [{ action: 'CREATE', record }], comment)).toBe('C123');
    return route53.commandCalls(ChangeResourceRecordSetsCommand)[0]?.args[0].input;
  };

  test.each<[string, RecordSet, object]>([
    [
      'a primary with values, in their order',
      PRIMARY,
      {
        Name: 'www.example.com.',
        Type: 'A',
        Failover: 'PRIMARY',
        SetIdentifier: 'primary',
        HealthCheckId: 'check-1',
        TTL: 60,
        ResourceRecords: [{ Value: '203.0.113.11' }, { Value: '203.0.113.10' }],
      },
    ],
    [
      'a secondary that is an alias, without TTL and values',
      SECONDARY,
      {
        Name: 'www.example.com.',
        Type: 'A',
        Failover: 'SECONDARY',
        SetIdentifier: 'secondary',
        AliasTarget: {
          DNSName: 's3-website-eu-west-1.amazonaws.com.',
          HostedZoneId: 'Z1BKCTXD74EZPE',
          EvaluateTargetHealth: true,
        },
      },
    ],
    [
      'a wildcard as it is written, and other characters as escape codes',
      { ...SIMPLE, name: '*.a b@\u00fc.example.com', type: 'TXT', values: ['"x" "y"'] },
      {
        Name: '*.a\\040b\\100\\374.example.com.',
        Type: 'TXT',
        TTL: 60,
        ResourceRecords: [{ Value: '"x" "y"' }],
      },
    ],
    [
      'a multivalue record',
      { ...SIMPLE, routing: 'multivalue', setIdentifier: 'one' },
      expect.objectContaining({ MultiValueAnswer: true, SetIdentifier: 'one' }),
    ],
  ])('%s', async (_name, record, ResourceRecordSet) => {
    expect(await sent(record)).toEqual({
      HostedZoneId: 'Z123',
      ChangeBatch: { Comment: 'adopt', Changes: [{ Action: 'CREATE', ResourceRecordSet }] },
    });
  });

  test('a comment is cut to what Route 53 takes', async () => {
    expect((await sent(PRIMARY, 'x'.repeat(300)))?.ChangeBatch?.Comment).toHaveLength(256);
  });

  test.each(['weighted', 'latency', 'geolocation', 'cidr', 'traffic-policy'] as const)(
    'a %s record is not: what makes it one is not known',
    async (routing) => {
      const record = { ...PRIMARY, routing, failover: null };
      await expect(sent(record)).rejects.toThrow(`a ${routing} record (www.example.com) cannot`);
      expect(route53.commandCalls(ChangeResourceRecordSetsCommand)).toHaveLength(0);
    },
  );

  test.each([
    ['INSYNC', true],
    ['PENDING', false],
  ] as const)('a change that is %s', async (Status, isInSync) => {
    route53
      .on(GetChangeCommand, { Id: 'C123' })
      .resolves({ ChangeInfo: { Id: '/change/C123', Status, SubmittedAt: new Date(0) } });
    expect(await makeIsInSync(client, freshPace())('C123')).toBe(isInSync);
  });

  test('a change that may not be made names the permission', async () => {
    route53.on(ChangeResourceRecordSetsCommand).rejects(refuse('AccessDenied', 403));
    await expect(sent(PRIMARY)).rejects.toThrow(
      'route53:ChangeResourceRecordSets on zone Z123 was denied',
    );
  });
});

describe('over a real connection', () => {
  const errorAnswer = (code: string, message: string): Answer => ({
    status: 400,
    body: `<?xml version="1.0"?><ErrorResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
  });
  const MADE: Answer = {
    status: 200,
    body: '<?xml version="1.0"?><ChangeResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ChangeInfo><Id>/change/C123</Id><Status>PENDING</Status><SubmittedAt>2026-11-22T12:00:00Z</SubmittedAt></ChangeInfo></ChangeResourceRecordSetsResponse>',
  };
  const closings: (() => Promise<void>)[] = [];
  beforeAll(() => route53.restore());
  afterEach(async () => {
    await Promise.all(closings.splice(0).map((close) => close()));
  });
  const change = (real: Route53Client) => {
    closings.push(async () => real.destroy());
    return makeChangeRecords(real, freshPace())(
      'Z123',
      [{ action: 'DELETE', record: PRIMARY }],
      'back',
    );
  };
  const changeAt = async (...answers: Answer[]) => {
    const server = await answerInTurn(answers);
    closings.push(server.close);
    const result = change(new Route53Client(server.client));
    await result.catch(() => {});
    return { result, requests: server.requests.length };
  };

  test.each([
    [
      'as it is documented',
      {
        status: 400,
        body: '<?xml version="1.0"?><InvalidChangeBatch xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Messages><Message>first, of two</Message><Message>second</Message></Messages><RequestId>1</RequestId></InvalidChangeBatch>',
      },
      ['first, of two', 'second'],
    ],
    [
      'with one documented reason',
      {
        status: 400,
        body: '<?xml version="1.0"?><InvalidChangeBatch xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><Messages><Message>only one</Message></Messages></InvalidChangeBatch>',
      },
      ['only one'],
    ],
    [
      'as it is in the field, all in one message',
      errorAnswer(
        'InvalidChangeBatch',
        "[Tried to create resource record set [name='a.', type='A'] but it already exists, RRSet with DNS name a., type A cannot be created as other RRSets exist with the same name and type.]",
      ),
      [
        "Tried to create resource record set [name='a.', type='A'] but it already exists",
        'RRSet with DNS name a., type A cannot be created as other RRSets exist with the same name and type.',
      ],
    ],
    [
      'in one message without brackets',
      errorAnswer('InvalidChangeBatch', 'bad, bad'),
      ['bad, bad'],
    ],
    ['because it is malformed', errorAnswer('InvalidInput', 'no TTL'), ['no TTL']],
    [
      'because of a health check',
      errorAnswer('NoSuchHealthCheck', 'A health check with id check-1 does not exist.'),
      ['A health check with id check-1 does not exist.'],
    ],
  ])('a batch refused %s says why', async (_name, answer, reasons) => {
    const { result, requests } = await changeAt(answer);
    await expect(result).rejects.toThrow(ChangeRefusedError);
    await expect(result).rejects.toMatchObject({ reasons });
    expect(requests).toBe(1);
  });

  test('a batch is sent again while Route 53 says that it is busy', async () => {
    const { result, requests } = await changeAt(
      errorAnswer('PriorRequestNotComplete', 'a prior request'),
      errorAnswer('Throttling', 'Rate exceeded'),
      MADE,
    );
    expect(await result).toBe('C123');
    expect(requests).toBe(3);
  });

  test('a zone that stays busy is an error that says so, and nothing is uncertain', async () => {
    const busy = errorAnswer('PriorRequestNotComplete', 'a prior request');
    const { result, requests } = await changeAt(busy, busy, busy, busy, busy, MADE);
    await expect(result).rejects.toMatchObject({ code: 'PriorRequestNotComplete' });
    expect(requests).toBe(5);
  });

  test.each<[string, Answer]>([
    ['Route 53 breaks down over it', { status: 500, body: 'broken' }],
    ['it is not available', { status: 503, body: 'later' }],
    ['the answer cannot be read', { status: 200, body: '<html>a proxy' }],
    ['the answer names no change', { status: 200, body: '<?xml version="1.0"?><a></a>' }],
  ])('a batch is not sent twice when %s', async (_name, answer) => {
    const { result, requests } = await changeAt(answer, MADE);
    await expect(result).rejects.toThrow(ChangeUncertainError);
    await expect(result).rejects.toThrow('read the records before anything else');
    expect(requests).toBe(1);
  });

  test.each([
    ['cut', 3_000, /ECONNRESET|socket hang up/],
    ['never given', 100, /TimeoutError/],
  ])('a batch is not sent twice when the answer is %s', async (name, answerMsMax, why) => {
    let requests = 0;
    const server = await listen((request) => {
      requests += 1;
      if (name === 'cut') request.socket.destroy();
    });
    closings.push(server.close);
    const patience = { ...server.client.requestHandler, requestTimeout: 60_000 };
    const client = new Route53Client({ ...server.client, requestHandler: patience });
    closings.push(async () => client.destroy());
    const result = makeChangeRecords(client, freshPace(), answerMsMax)('Z123', [], '');
    await expect(result).rejects.toThrow(ChangeUncertainError);
    await expect(result).rejects.toThrow(why);
    expect(requests).toBe(1);
  });

  test('what never left is not uncertain', async () => {
    const server = await answerInTurn([]);
    await server.close();
    await expect(change(new Route53Client(server.client))).rejects.toMatchObject({
      name: 'AwsCallError',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    const nobody = async () => {
      throw new Error('no credentials');
    };
    const stranger = new Route53Client({ ...server.client, credentials: nobody });
    await expect(change(stranger)).rejects.toMatchObject({
      name: 'AwsCallError',
      message: expect.stringContaining('no credentials'),
    });
  });
});
