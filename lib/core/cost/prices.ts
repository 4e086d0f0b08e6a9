/** What one thing costs in us-east-1. */
export type Price = {
  /** US dollars for `per` units. */
  readonly usd: number;
  readonly per: number;
  readonly unit: string;
  /** Units a month that are free for as long as an account exists. */
  readonly freeUnits: number;
  /** Where AWS says it. */
  readonly source: string;
  /**
   * `quoted`: read in a text that quotes AWS's page; `unverified`: known, and read nowhere on that day.
   * The pages themselves show their prices by script only.
   */
  readonly certainty: 'quoted' | 'unverified';
};

/** The day on which the prices were read. */
export const PRICES_READ_ON = '2026-11-22';
export const PRICES_REGION = 'us-east-1';

const LAMBDA = 'https://aws.amazon.com/lambda/pricing/';
const CLOUDWATCH = 'https://aws.amazon.com/cloudwatch/pricing/';
const DYNAMODB = 'https://aws.amazon.com/dynamodb/pricing/on-demand/';
const S3 = 'https://aws.amazon.com/s3/pricing/';
const SNS = 'https://aws.amazon.com/sns/pricing/';
const ROUTE53 = 'https://aws.amazon.com/route53/pricing/';
const CLOUDFRONT = 'https://aws.amazon.com/cloudfront/pricing/';

const price = (
  usd: number,
  per: number,
  unit: string,
  source: string,
  more: Partial<Pick<Price, 'freeUnits' | 'certainty'>> = {},
): Price => ({ usd, per, unit, source, freeUnits: 0, certainty: 'quoted', ...more });

export const PRICES = {
  lambdaGbSeconds: price(0.0000133334, 1, 'GB-s on arm64', LAMBDA, { freeUnits: 400_000 }),
  lambdaRequests: price(0.2, 1_000_000, 'requests', LAMBDA, { freeUnits: 1_000_000 }),
  scheduler: price(1, 1_000_000, 'invocations', 'https://aws.amazon.com/eventbridge/pricing/', {
    freeUnits: 14_000_000,
  }),
  metrics: price(0.3, 1, 'metrics', CLOUDWATCH, { freeUnits: 10 }),
  alarms: price(0.1, 1, 'alarms', CLOUDWATCH, { freeUnits: 10 }),
  /** Free up to 50 metrics each. */
  dashboards: price(3, 1, 'dashboards', CLOUDWATCH, { freeUnits: 3 }),
  metricRequests: price(0.01, 1_000, 'requests', CLOUDWATCH, {
    freeUnits: 1_000_000,
    certainty: 'unverified',
  }),
  logs: price(0.5, 1, 'GB taken in', CLOUDWATCH, { freeUnits: 5 }),
  tableReads: price(0.125, 1_000_000, 'read units', DYNAMODB),
  tableWrites: price(0.625, 1_000_000, 'write units', DYNAMODB),
  s3Gets: price(0.0004, 1_000, 'requests', S3),
  s3Lists: price(0.005, 1_000, 'requests', S3),
  transferOut: price(0.09, 1, 'GB', 'https://aws.amazon.com/ec2/pricing/on-demand/', {
    freeUnits: 100,
    certainty: 'unverified',
  }),
  /** Over HTTPS, from the edges of North America and Europe. */
  edgeRequests: price(0.01, 10_000, 'requests', CLOUDFRONT, { freeUnits: 10_000_000 }),
  edgeFunctions: price(0.1, 1_000_000, 'runs', CLOUDFRONT, { freeUnits: 2_000_000 }),
  edgeTransferOut: price(0.085, 1, 'GB', CLOUDFRONT, { freeUnits: 1_024 }),
  mails: price(2, 100_000, 'mails', SNS, { freeUnits: 1_000 }),
  /** Of up to 64 KB each. */
  publishes: price(0.5, 1_000_000, 'requests', SNS, {
    freeUnits: 1_000_000,
    certainty: 'unverified',
  }),
  /** Whether the switch, an object on S3, counts as an endpoint within AWS was not read anywhere. */
  checksInAws: price(0.5, 1, 'checks', ROUTE53, { freeUnits: 50, certainty: 'unverified' }),
  checkOptionsInAws: price(1, 1, 'options', ROUTE53, { certainty: 'unverified' }),
  checksOutside: price(0.75, 1, 'checks', ROUTE53),
  checkOptionsOutside: price(2, 1, 'options', ROUTE53),
  checksCalculated: price(0.5, 1, 'checks', ROUTE53),
} as const satisfies Readonly<Record<string, Price>>;

export type PriceName = keyof typeof PRICES;
