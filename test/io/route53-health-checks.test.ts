import {
  GetHealthCheckStatusCommand,
  type HealthCheckConfig,
  ListHealthChecksCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { makeListHealthChecks, makeReadCheckers } from '../../lib/io/route53.ts';
import { freshPace, refuse } from './route53-support.ts';

const route53 = mockClient(Route53Client);
const client = new Route53Client({ region: 'us-east-1' });
beforeEach(() => route53.reset());

describe('health checks', () => {
  const listHealthChecks = () => makeListHealthChecks(client, freshPace())();
  const check = (Id: string, HealthCheckConfig: HealthCheckConfig) => ({
    Id,
    CallerReference: 'reference',
    HealthCheckVersion: 1,
    HealthCheckConfig,
  });
  const page = (checks: ReturnType<typeof check>[], NextMarker?: string) => ({
    HealthChecks: checks,
    Marker: '',
    MaxItems: 1_000,
    IsTruncated: NextMarker !== undefined,
    ...(NextMarker === undefined ? {} : { NextMarker }),
  });

  test('of an endpoint are read with their settings', async () => {
    route53.on(ListHealthChecksCommand, { MaxItems: 1_000 }).resolves(
      page([
        check('check-1', {
          Type: 'HTTPS',
          IPAddress: '203.0.113.10',
          FullyQualifiedDomainName: 'www.example.com',
          Port: 443,
          ResourcePath: '/health',
          RequestInterval: 10,
          FailureThreshold: 3,
          Inverted: true,
          EnableSNI: true,
          Regions: ['eu-west-1'],
        }),
      ]),
    );
    expect(await listHealthChecks()).toEqual([
      {
        id: 'check-1',
        type: 'HTTPS',
        ipAddress: '203.0.113.10',
        domainName: 'www.example.com',
        port: 443,
        path: '/health',
        searchString: null,
        intervalSeconds: 10,
        failureThreshold: 3,
        inverted: true,
        disabled: false,
        enableSni: true,
        regions: ['eu-west-1'],
        childIds: [],
        healthThreshold: null,
      },
    ]);
    expect(route53.commandCalls(ListHealthChecksCommand)).toHaveLength(1);
  });

  test('that are CALCULATED are read with their children', async () => {
    route53.on(ListHealthChecksCommand).resolves(
      page([
        check('check-1', {
          Type: 'CALCULATED',
          ChildHealthChecks: ['check-2', 'check-3'],
          HealthThreshold: 2,
        }),
      ]),
    );
    expect(await listHealthChecks()).toMatchObject([
      {
        type: 'CALCULATED',
        ipAddress: null,
        childIds: ['check-2', 'check-3'],
        healthThreshold: 2,
      },
    ]);
  });

  test('are listed page after page', async () => {
    route53
      .on(ListHealthChecksCommand)
      .resolves(page([check('check-1', { Type: 'TCP' })], 'check-2'))
      .on(ListHealthChecksCommand, { MaxItems: 1_000, Marker: 'check-2' })
      .resolves(page([check('check-2', { Type: 'TCP' })]));
    expect((await listHealthChecks()).map(({ id }) => id)).toEqual(['check-1', 'check-2']);
  });

  test('that never end are given up', async () => {
    route53.on(ListHealthChecksCommand).resolves(page([], 'again'));
    await expect(listHealthChecks()).rejects.toThrow(
      'the list of health checks has more than 20 pages',
    );
  });

  test('that may not be listed are an error, not an absence', async () => {
    route53.on(ListHealthChecksCommand).rejects(refuse('AccessDenied', 403));
    await expect(listHealthChecks()).rejects.toThrow(
      'route53:ListHealthChecks on the account was denied',
    );
  });
});

describe('checkers', () => {
  const readCheckers = () => makeReadCheckers(client, freshPace())('check-1');

  test.each([
    ['Success: HTTP Status Code 200, OK', true],
    ['Failure: HTTP Status Code 503, Service Unavailable', false],
    ['Failure: Connection timed out.', false],
    ['Health checker says something new', false],
  ])('that report "%s"', async (text, isHealthy) => {
    const seen = { Region: 'eu-west-1', IPAddress: '192.0.2.1', StatusReport: { Status: text } };
    route53
      .on(GetHealthCheckStatusCommand, { HealthCheckId: 'check-1' })
      .resolves({ HealthCheckObservations: [seen as never] });
    expect(await readCheckers()).toEqual([
      { region: 'eu-west-1', address: '192.0.2.1', isHealthy, text },
    ]);
  });

  test('that have no report yet see nothing healthy', async () => {
    route53
      .on(GetHealthCheckStatusCommand)
      .resolves({ HealthCheckObservations: [{ Region: 'eu-west-1', IPAddress: '192.0.2.1' }] });
    expect(await readCheckers()).toMatchObject([{ isHealthy: false, text: 'no report' }]);
  });

  test('of a CALCULATED check do not exist, and the error says so', async () => {
    route53.on(GetHealthCheckStatusCommand).rejects(refuse('InvalidInput', 400));
    await expect(readCheckers()).rejects.toThrow(
      'route53:GetHealthCheckStatus on health check check-1 failed: InvalidInput, HTTP 400',
    );
  });
});
