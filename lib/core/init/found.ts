import type { Primary } from '../site.ts';

/** What the records at one name come to, for a first sites.yml. */
export type NameFound =
  | {
      readonly kind: 'site';
      readonly name: string;
      readonly where: Primary['where'];
      readonly notes: readonly RecordNote[];
      /** Region of the S3 website that stands in already; null without one. */
      readonly secondaryRegion: string | null;
    }
  | LeftOut;

/** A name that gets no entry; `detail` is the word of DNS that the reason is about, or empty. */
export type LeftOut = {
  readonly kind: 'left-out';
  readonly name: string;
  readonly reason: LeftOutReason;
  readonly detail: string;
};

export type LeftOutReason =
  | 'name-cannot-be-a-bucket'
  | 'no-record'
  | 'ipv6-only'
  | 'cname-elsewhere'
  | 'alias-elsewhere'
  | 'cloudfront'
  | 's3-website'
  | 'other-routing'
  | 'broken-pair'
  | 'address-not-public'
  | 'too-many-addresses'
  | 'internal-load-balancer';

/** What somebody should know about the records of a site. */
export type RecordNote =
  /** They are a failover pair already. */
  | { readonly note: 'failover-pair' }
  /** The record is a CNAME, which can never be part of the pair. */
  | { readonly note: 'cname'; readonly target: string }
  /** The record leads to the records of another name. */
  | { readonly note: 'same-as'; readonly target: string }
  /** There are IPv6 addresses among the primary's. */
  | { readonly note: 'ipv6' }
  /** There is an AAAA record, and what it holds is not in the file. */
  | { readonly note: 'ipv6-left-out' };

/** What sites.yml accepts; lib/config knows it. */
export type Accepts = {
  readonly siteName: (name: string) => boolean;
  readonly address: (address: string) => boolean;
  readonly loadBalancer: (dnsName: string) => boolean;
  readonly addressesMax: number;
};
