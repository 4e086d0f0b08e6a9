import type { Config, Site } from '../core/site.ts';
import { logicalId } from './logical-id.ts';
import type { StackPlace } from './names.ts';
import { siteTags, tagged } from './tags.ts';
import { type Resource, ref, type Template, type Value } from './template.ts';

/** CloudFront takes certificates from there only: https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html */
export const CERTIFICATES_REGION = 'us-east-1';

/** The certificate of a site, the output that holds its ARN, and the parameter that takes it. */
export const certificateId = (site: string): string => logicalId('Certificate', site);

/** Stacks of one name may stand in several regions, and have all their certificates in one. */
export const certificatesStackName = ({ stack, region }: Pick<StackPlace, 'stack' | 'region'>) =>
  `${stack}-${region}-certificates`;

/** The sites whose certificate is to be made. */
export const certified = (sites: readonly Site[]): readonly Site[] =>
  sites.filter(
    ({ secondary: { front } }) => front.kind === 'cloudfront' && front.certificateArn === null,
  );

/** Where the stack takes the ARNs of the certificates that are made elsewhere, before it. */
export const certificateParameters = (sites: readonly Site[]): Readonly<Record<string, Value>> =>
  Object.fromEntries(
    certified(sites).map(({ name }) => [
      certificateId(name),
      {
        Type: 'String',
        Description: `ARN of the certificate of ${name} in ${CERTIFICATES_REGION}`,
      },
    ]),
  );

/**
 * A template of its own, for the region in which CloudFront takes certificates. With the ids of the zones, by name:
 * packaging does not know them, a deployment does.
 */
export function certificatesTemplate(
  { sites, stack }: Pick<Config, 'sites' | 'stack'>,
  zoneIds: ReadonlyMap<string, string>,
): Template {
  const each = certified(sites);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The certificates of the HTTPS secondaries of Understudy.',
    Resources: tagged(
      Object.fromEntries(
        each.map((site) => [certificateId(site.name), certificate(site, zoneIds)]),
      ),
      stack.tags,
    ),
    Outputs: Object.fromEntries(
      each.map(({ name }) => [
        certificateId(name),
        { Description: `ARN of the certificate of ${name}`, Value: ref(certificateId(name)) },
      ]),
    ),
  };
}

/**
 * With the id of the zone CloudFormation writes the record that validates the certificate, and as long as it
 * stands there ACM renews it
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-certificatemanager-certificate-domainvalidationoption.html).
 * One that is replaced is left behind, free of charge: CloudFront has it in hand until the other stack was
 * updated, and a certificate in use cannot be deleted
 * (https://docs.aws.amazon.com/acm/latest/APIReference/API_DeleteCertificate.html).
 */
const certificate = (site: Site, zoneIds: ReadonlyMap<string, string>): Resource => {
  const zoneId = zoneIds.get(site.hostedZone);
  if (zoneId === undefined) throw new Error(`the id of the zone ${site.hostedZone} is not known`);
  return {
    Type: 'AWS::CertificateManager::Certificate',
    DeletionPolicy: 'Delete',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      DomainName: site.name,
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: site.name, HostedZoneId: zoneId }],
      Tags: [{ Key: 'Name', Value: site.name }, ...siteTags(site)],
    },
  };
};
