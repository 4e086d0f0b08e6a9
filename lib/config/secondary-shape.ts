import { websiteRegions } from '../core/s3-website.ts';
import { certificateArn } from './arns.ts';
import { choice, duration, freeText, yesNo } from './fields.ts';
import { bucketName, folder } from './texts.ts';

/** The static website on S3. */
export const secondaryShape = {
  bucket: bucketName
    .optional()
    .describe(
      'Bucket of the static website. Without https S3 demands the name of the site, which is the default.',
    ),
  existing: yesNo('false')
    .prefault(false)
    .describe(
      'Whether the bucket is there already: true leaves it and its settings to you, and the stack does not make it. It is verified and published to all the same.',
    ),
  region: choice(websiteRegions(), 'eu-west-1', 'an AWS region with S3 websites').describe(
    'AWS region of the bucket. Choose another one than the primary lives in.',
  ),
  content: folder
    .prefault('./site')
    .describe('Folder with the files of the static website, relative to sites.yml.'),
  marker: freeText('understudy-fallback')
    .optional()
    .describe(
      "Text that the secondary's page contains and the primary's does not, so that one can tell which of the two answered.",
    ),
  https: yesNo('true')
    .prefault(false)
    .describe(
      'Whether visitors reach the secondary over https: true puts a CloudFront distribution with a certificate before the bucket, which is private then, and answers with 503 and Retry-After, so that search engines keep the real site.',
    ),
  certificate: certificateArn
    .optional()
    .describe(
      'ARN of an ACM certificate for the site in us-east-1, where CloudFront takes them from. Left out, https makes one, with the records in the hosted zone that validate and renew it.',
    ),
  retryAfter: duration({ min: '1m', max: '1d', example: '5m' })
    .optional()
    .describe(
      'With https: when browsers and search engines are told to come back (Retry-After). 5m when left out.',
    ),
};
