/** Where Route 53 aliases for S3 websites point in one region. */
export type WebsiteEndpoint = {
  /** The alias target: it names the region, never the bucket. */
  readonly dnsName: string;
  /** Null where public sources disagree or are silent: then nothing is claimed about the zone ID. */
  readonly hostedZoneId: string | null;
};

/** The website endpoint of a region, or null for a region that is not in the table. */
export const websiteEndpoint = (region: string): WebsiteEndpoint | null =>
  ENDPOINTS[region] ?? null;

/** Every region with S3 website hosting. */
export const websiteRegions = (): readonly string[] => Object.keys(ENDPOINTS);

/**
 * https://docs.aws.amazon.com/general/latest/gr/s3.html#s3_website_region_endpoints. Old regions
 * write a dash after `s3-website`, the others a dot.
 */
const ENDPOINTS: Readonly<Record<string, WebsiteEndpoint>> = {
  'af-south-1': { dnsName: 's3-website.af-south-1.amazonaws.com', hostedZoneId: null },
  'ap-east-1': { dnsName: 's3-website.ap-east-1.amazonaws.com', hostedZoneId: 'ZNB98KWMFR0R6' },
  'ap-east-2': {
    dnsName: 's3-website.ap-east-2.amazonaws.com',
    hostedZoneId: 'Z064739330DAH7WJVOO93',
  },
  'ap-northeast-1': {
    dnsName: 's3-website-ap-northeast-1.amazonaws.com',
    hostedZoneId: 'Z2M4EHUR26P7ZW',
  },
  'ap-northeast-2': {
    dnsName: 's3-website.ap-northeast-2.amazonaws.com',
    hostedZoneId: 'Z3W03O7B5YMIYP',
  },
  'ap-northeast-3': {
    dnsName: 's3-website.ap-northeast-3.amazonaws.com',
    hostedZoneId: 'Z2YQB5RD63NC85',
  },
  'ap-south-1': { dnsName: 's3-website.ap-south-1.amazonaws.com', hostedZoneId: 'Z11RGJOFQNVJUP' },
  'ap-south-2': {
    dnsName: 's3-website.ap-south-2.amazonaws.com',
    hostedZoneId: 'Z02976202B4EZMXIPMXF7',
  },
  'ap-southeast-1': {
    dnsName: 's3-website-ap-southeast-1.amazonaws.com',
    hostedZoneId: 'Z3O0J2DXBE1FTB',
  },
  'ap-southeast-2': {
    dnsName: 's3-website-ap-southeast-2.amazonaws.com',
    hostedZoneId: 'Z1WCIGYICN2BYD',
  },
  'ap-southeast-3': {
    dnsName: 's3-website.ap-southeast-3.amazonaws.com',
    hostedZoneId: 'Z01846753K324LI26A3VV',
  },
  'ap-southeast-4': {
    dnsName: 's3-website.ap-southeast-4.amazonaws.com',
    hostedZoneId: 'Z0312387243XT5FE14WFO',
  },
  'ap-southeast-5': {
    dnsName: 's3-website.ap-southeast-5.amazonaws.com',
    hostedZoneId: 'Z08660063OXLMA7F1FJHU',
  },
  'ap-southeast-6': {
    dnsName: 's3-website.ap-southeast-6.amazonaws.com',
    hostedZoneId: 'Z05686083R66JX5C163TC',
  },
  'ap-southeast-7': {
    dnsName: 's3-website.ap-southeast-7.amazonaws.com',
    hostedZoneId: 'Z0031014GXUMRZG6I14G',
  },
  'ca-central-1': {
    dnsName: 's3-website.ca-central-1.amazonaws.com',
    hostedZoneId: 'Z1QDHH18159H29',
  },
  'ca-west-1': {
    dnsName: 's3-website.ca-west-1.amazonaws.com',
    hostedZoneId: 'Z03565811Z33SLEZTHOUL',
  },
  'cn-north-1': {
    dnsName: 's3-website.cn-north-1.amazonaws.com.cn',
    hostedZoneId: 'Z5CN8UMXT92WN',
  },
  'cn-northwest-1': {
    dnsName: 's3-website.cn-northwest-1.amazonaws.com.cn',
    hostedZoneId: 'Z282HJ1KT0DH03',
  },
  'eu-central-1': {
    dnsName: 's3-website.eu-central-1.amazonaws.com',
    hostedZoneId: 'Z21DNDUVLTQW6Q',
  },
  'eu-central-2': {
    dnsName: 's3-website.eu-central-2.amazonaws.com',
    hostedZoneId: 'Z030506016YDQGETNASS',
  },
  'eu-north-1': { dnsName: 's3-website.eu-north-1.amazonaws.com', hostedZoneId: 'Z3BAZG2TWCNX0D' },
  'eu-south-1': { dnsName: 's3-website.eu-south-1.amazonaws.com', hostedZoneId: null },
  'eu-south-2': {
    dnsName: 's3-website.eu-south-2.amazonaws.com',
    hostedZoneId: 'Z0081959F7139GRJC19J',
  },
  'eu-west-1': { dnsName: 's3-website-eu-west-1.amazonaws.com', hostedZoneId: 'Z1BKCTXD74EZPE' },
  'eu-west-2': { dnsName: 's3-website.eu-west-2.amazonaws.com', hostedZoneId: 'Z3GKZC51ZF0DB4' },
  'eu-west-3': { dnsName: 's3-website.eu-west-3.amazonaws.com', hostedZoneId: 'Z3R1K369G5AVDG' },
  'eusc-de-east-1': { dnsName: 's3-website.eusc-de-east-1.amazonaws.eu', hostedZoneId: null },
  'il-central-1': {
    dnsName: 's3-website.il-central-1.amazonaws.com',
    hostedZoneId: 'Z09640613K4A3MN55U7GU',
  },
  'me-central-1': {
    dnsName: 's3-website.me-central-1.amazonaws.com',
    hostedZoneId: 'Z06143092I8HRXZRUZROF',
  },
  'me-south-1': { dnsName: 's3-website.me-south-1.amazonaws.com', hostedZoneId: 'Z1MPMWCPA7YB62' },
  'me-west-1': { dnsName: 's3-website.me-west-1.amazonaws.com', hostedZoneId: null },
  'mx-central-1': {
    dnsName: 's3-website.mx-central-1.amazonaws.com',
    hostedZoneId: 'Z057606446ZNVQJJ8WOP',
  },
  'sa-east-1': { dnsName: 's3-website-sa-east-1.amazonaws.com', hostedZoneId: 'Z7KQH4QJS55SO' },
  'us-east-1': { dnsName: 's3-website-us-east-1.amazonaws.com', hostedZoneId: 'Z3AQBSTGFYJSTF' },
  'us-east-2': { dnsName: 's3-website.us-east-2.amazonaws.com', hostedZoneId: 'Z2O1EMRO9K5GLX' },
  'us-gov-east-1': {
    dnsName: 's3-website.us-gov-east-1.amazonaws.com',
    hostedZoneId: 'Z2NIFVYYW2VKV1',
  },
  'us-gov-west-1': {
    dnsName: 's3-website-us-gov-west-1.amazonaws.com',
    hostedZoneId: 'Z31GFT0UA1I2HV',
  },
  'us-west-1': { dnsName: 's3-website-us-west-1.amazonaws.com', hostedZoneId: 'Z2F56UZL2M1ACD' },
  'us-west-2': { dnsName: 's3-website-us-west-2.amazonaws.com', hostedZoneId: 'Z3BJ6K6RIION7M' },
};
