/** Records beside the A record that would not follow a failover. */
export type BesideType = 'AAAA' | 'HTTPS' | 'SVCB';

/** `drop` deletes it, `pair` makes it fail over too, `keep` leaves it as it is. */
export type BesideChoice = 'drop' | 'pair' | 'keep';

/** What only a person can decide about a site's records. */
export type AdoptChoices = {
  readonly beside: Readonly<Partial<Record<BesideType, BesideChoice>>>;
  /** Name of the distribution in front of the bucket, `dXXXX.cloudfront.net`; null: the S3 website itself. */
  readonly cloudfront: string | null;
  /** Zone ID of the region's website endpoint, where public sources do not agree on it. */
  readonly websiteZoneId: string | null;
};

export const NO_CHOICES: AdoptChoices = { beside: {}, cloudfront: null, websiteZoneId: null };
