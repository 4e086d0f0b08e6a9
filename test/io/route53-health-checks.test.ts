import {
  GetHealthCheckCommand,
  GetHealthCheckStatusCommand,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { mockClient } from 'aws-sdk-client-mock';
import { makeReadCheckers, makeReadHealthCheck } from '../../lib/io/route53.ts';
import { freshPace, refuse } from './route53-support.ts';

const route53 = mockClient(Route53Client);
const client = new Route53Client({ region: 'us-east-1' });
beforeEach(() => route53.reset());

describe('a health check', () => {
  const readHealthCheck = () => makeReadHealthCheck(client, freshPace())('check-1');

  test('of an endpoint is read with its settings', async () => {
    route53.on(GetHealthCheckCommand, { HealthCheckId: 'check-1' }).resolves({
      HealthCheck: {
        Id: 'check-1',
        CallerReference: 'reference',
        HealthCheckVersion: 1,
        HealthCheckConfig: {
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
        },
      },
    });
    expect(await readHealthCheck()).toEqual({
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
    });
  });

  test('that is CALCULATED is read with its children', async () => {
    route53.on(GetHealthCheckCommand).resolves({
      HealthCheck: {
        Id: 'check-1',
        CallerReference: 'reference',
        HealthCheckVersion: 1,
        HealthCheckConfig: {
          Type: 'CALCULATED',
          ChildHealthChecks: ['check-2', 'check-3'],
          HealthThreshold: 2,
        },
      },
    });
    expect(await readHealthCheck()).toMatchObject({
      type: 'CALCULATED',
      ipAddress: null,
      childIds: ['check-2', 'check-3'],
      healthThreshold: 2,
    });
  });

  test('that is not there is null', async () => {
    route53.on(GetHealthCheckCommand).rejects(refuse('NoSuchHealthCheck', 404));
    expect(await readHealthCheck()).toBeNull();
  });

  test('that may not be read is an error, not an absence', async () => {
    route53.on(GetHealthCheckCommand).rejects(refuse('AccessDenied', 403));
    await expect(readHealthCheck()).rejects.toThrow(
      'route53:GetHealthCheck on health check check-1 was denied',
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
