import fc from 'fast-check';
import {
  certificateParameters,
  certificatesStackName,
  certificatesTemplate,
} from '../../lib/stack/certificates.ts';
import { deployedFronts } from '../../lib/stack/deployed-fronts.ts';
import { distributionId } from '../../lib/stack/distribution.ts';
import { logicalId, nameIn } from '../../lib/stack/logical-id.ts';
import { outputs } from '../../lib/stack/outputs.ts';
import { CONFIG, overHttps, siteNamed } from './sites.ts';

const SITES = [
  overHttps(siteNamed('www.example.com')),
  overHttps(siteNamed('shop.example.com'), {
    certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/1',
  }),
  siteNamed('plain.example.com'),
];
const ID = 'CertificateForwwwDotexampleDotcom';
const ZONES = new Map([['example.com', 'Z111111QQQQQQQ']]);

test('a certificate is made for a site that brings none, validated in its zone, with all tags', () => {
  const stack = { ...CONFIG.stack, tags: { team: 'web' } };
  const template = certificatesTemplate({ sites: SITES, stack }, ZONES);
  expect(template.Resources).toEqual({
    [ID]: {
      Type: 'AWS::CertificateManager::Certificate',
      DeletionPolicy: 'Delete',
      UpdateReplacePolicy: 'Retain',
      Properties: {
        DomainName: 'www.example.com',
        ValidationMethod: 'DNS',
        DomainValidationOptions: [
          { DomainName: 'www.example.com', HostedZoneId: 'Z111111QQQQQQQ' },
        ],
        Tags: [
          { Key: 'Name', Value: 'www.example.com' },
          { Key: 'understudy:site', Value: 'www.example.com' },
          { Key: 'team', Value: 'web' },
        ],
      },
    },
  });
  expect(template.Outputs).toMatchObject({ [ID]: { Value: { Ref: ID } } });
});

test('the stack takes the ARN of each certificate that is made, under the name of its output', () => {
  expect(Object.keys(certificateParameters(SITES))).toEqual([ID]);
  expect(certificateParameters(SITES)[ID]).toMatchObject({ Type: 'String' });
});

test('stacks of one name in two regions have certificates of their own', () => {
  const named = (region: string) => certificatesStackName({ stack: 'understudy-prod', region });
  expect(named('eu-west-1')).toBe('understudy-prod-eu-west-1-certificates');
  expect(named('eu-central-1')).not.toBe(named('eu-west-1'));
});

test('a deployed stack tells its sites and its distributions by its outputs', () => {
  const deployed = new Map(Object.keys(outputs({ ...CONFIG, sites: SITES })).map((id) => [id, id]));
  const { sites, distributions } = deployedFronts(deployed);
  expect([...sites]).toEqual(['www.example.com', 'shop.example.com', 'plain.example.com']);
  expect([...distributions]).toEqual(
    ['www.example.com', 'shop.example.com'].map((name) => [name, distributionId(name)]),
  );
});

test('a name comes back out of its id, whatever is in it', () => {
  const name = fc.string({
    unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789.-_'),
    minLength: 1,
    maxLength: 30,
  });
  fc.assert(
    fc.property(name, (site) => {
      expect(nameIn(logicalId('Distribution', ''), logicalId('Distribution', site))).toBe(site);
      expect(nameIn(logicalId('SiteCheck', ''), logicalId('Distribution', site))).toBeNull();
    }),
  );
});
