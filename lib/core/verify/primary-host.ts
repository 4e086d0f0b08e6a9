import type { Site } from '../site.ts';

/** Whether a host name of a URL is the primary's own, past which no failover leads. */
export const isPrimaryHost = (site: Site, host: string): boolean =>
  primaryHosts(site).some((own) => own === bare(host) || `dualstack.${own}` === bare(host));

/** The primary's own addresses or name, as far as a text mentions them. */
export const primaryHostsIn = (site: Site, text: string): readonly string[] =>
  primaryHosts(site).filter((host) => mention(host).test(text));

const primaryHosts = ({ primary: { where } }: Site): readonly string[] =>
  where.kind === 'addresses' ? where.addresses : [where.dnsName];

/** The whole host and nothing longer: 203.0.113.10 is not in 203.0.113.100; IPv6 stands in brackets, as in a URL. */
function mention(host: string): RegExp {
  if (host.includes(':')) return new RegExp(`\\[${host}\\]`, 'i');
  const isAddress = /^[\d.]+$/.test(host);
  const before = isAddress ? '(?<![\\w.-])' : '(?<![\\w-])';
  return new RegExp(`${before}${host.replaceAll('.', '\\.')}(?![\\w-]|\\.\\w)`, 'i');
}

const bare = (host: string): string => host.toLowerCase().replace(/^\[|\]$/g, '');
