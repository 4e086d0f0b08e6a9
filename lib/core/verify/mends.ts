import type { Site } from '../site.ts';

/** The command that makes the pair of records, in one change and with a way back. */
export const pairMend = ({ name }: Site): string =>
  `Look at the change, then make it with --apply: npm start -- adopt ${name}`;

/** The command that fills the bucket with the content of the secondary. */
export const uploadCommand = ({ name }: Site): string => `npm start -- publish ${name}`;

/** The command that makes the page answer at `/`, and for every link that the bucket does not have. */
export const websiteCommand = ({ secondary }: Site): string =>
  `aws s3 website s3://${secondary.bucket}/ --index-document index.html --error-document index.html`;

/** The command that makes what runs be what sites.yml says. */
export const DEPLOY_COMMAND = 'npx sls deploy';

/** What an S3 website cannot do by itself, whoever asks for it. */
export const CLOUDFRONT_MEND =
  "Put CloudFront with the site's certificate in front of the bucket, and point the SECONDARY record at it.";
