import type { RecordChange } from '../../lib/core/record-change.ts';
import type { CheckerObservation, HealthCheck, RecordSet } from '../../lib/core/verify/snapshot.ts';

const NAMESPACE = 'xmlns="https://route53.amazonaws.com/doc/2013-04-01/"';
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' } as const;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ENTITIES[character as keyof typeof ENTITIES]);
const unescaped = (text: string): string =>
  Object.entries(ENTITIES).reduceRight((rest, [to, from]) => rest.replaceAll(from, to), text);

/** One element; nothing where there is no value. */
export const tag = (name: string, value: string | number | boolean | null): string =>
  value === null ? '' : `<${name}>${escaped(String(value))}</${name}>`;

export const document = (name: string, body: string): string =>
  `<?xml version="1.0"?><${name} ${NAMESPACE}>${body}</${name}>`;

/** As a person's name is listed: with its dot, and a wildcard as an escape code. */
export const listedName = (name: string): string => `${name.replace('*', '\\052')}.`;

export const toXmlRecord = (record: RecordSet): string => {
  const { alias, values } = record;
  const target =
    alias === null
      ? ''
      : `<AliasTarget>${tag('HostedZoneId', alias.hostedZoneId)}${tag('DNSName', `${alias.dnsName}.`)}${tag('EvaluateTargetHealth', alias.evaluateTargetHealth)}</AliasTarget>`;
  const rows = values.map((value) => `<ResourceRecord>${tag('Value', value)}</ResourceRecord>`);
  return `<ResourceRecordSet>${tag('Name', listedName(record.name))}${tag('Type', record.type)}${tag('SetIdentifier', record.setIdentifier)}${tag('Failover', record.failover)}${tag('TTL', record.ttlSeconds)}${rows.length > 0 ? `<ResourceRecords>${rows.join('')}</ResourceRecords>` : ''}${target}${tag('HealthCheckId', record.healthCheckId)}</ResourceRecordSet>`;
};

/** Every text between these tags. */
const textsIn = (xml: string, name: string): readonly string[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((found) => found[1] ?? '');
const textIn = (xml: string, name: string): string | null => {
  const [text] = textsIn(xml, name);
  return text === undefined ? null : unescaped(text);
};

/** The batch of a ChangeResourceRecordSets request. Whatever it lacks is null or empty. */
export const changesIn = (body: string): readonly RecordChange[] =>
  textsIn(body, 'Change').map((xml) => ({
    action: textIn(xml, 'Action') === 'DELETE' ? 'DELETE' : 'CREATE',
    record: recordIn(xml),
  }));

function recordIn(xml: string): RecordSet {
  const target = textIn(xml, 'AliasTarget');
  const ttl = textIn(xml, 'TTL');
  const failover = textIn(xml, 'Failover') as RecordSet['failover'];
  return {
    name: plain(textIn(xml, 'Name')),
    type: textIn(xml, 'Type') ?? '',
    ttlSeconds: ttl === null ? null : Number(ttl),
    values: textsIn(xml, 'Value').map(unescaped),
    alias:
      target === null
        ? null
        : {
            dnsName: plain(textIn(target, 'DNSName')),
            hostedZoneId: textIn(target, 'HostedZoneId') ?? '',
            evaluateTargetHealth: textIn(target, 'EvaluateTargetHealth') === 'true',
          },
    routing: failover === null ? 'simple' : 'failover',
    failover,
    setIdentifier: textIn(xml, 'SetIdentifier'),
    healthCheckId: textIn(xml, 'HealthCheckId'),
  };
}

const plain = (name: string | null): string => (name ?? '').replace(/\.$/, '');

export const toXmlCheck = (check: Omit<HealthCheck, 'checkers'>): string =>
  `<HealthCheck>${tag('Id', check.id)}${tag('CallerReference', 'reference')}${tag('HealthCheckVersion', 1)}<HealthCheckConfig>${tag('IPAddress', check.ipAddress)}${tag('Port', check.port)}${tag('Type', check.type)}${tag('ResourcePath', check.path)}${tag('FullyQualifiedDomainName', check.domainName)}${tag('SearchString', check.searchString)}${tag('RequestInterval', check.intervalSeconds)}${tag('FailureThreshold', check.failureThreshold)}${tag('Inverted', check.inverted)}${tag('Disabled', check.disabled)}${tag('EnableSNI', check.enableSni)}<Regions>${check.regions.map((region) => tag('Region', region)).join('')}</Regions></HealthCheckConfig></HealthCheck>`;

export const toXmlObservation = (seen: Omit<CheckerObservation, 'isHealthy'>): string =>
  `<HealthCheckObservation>${tag('Region', seen.region)}${tag('IPAddress', seen.address)}<StatusReport>${tag('Status', seen.text)}</StatusReport></HealthCheckObservation>`;
