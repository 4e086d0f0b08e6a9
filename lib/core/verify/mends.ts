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

/** What undoes whatever was changed of the stack's distribution by hand. */
export const DISTRIBUTION_MEND = `Deploy, so that the distribution is as the stack makes it: ${DEPLOY_COMMAND}`;

/** How the secondary comes to speak HTTPS, which an S3 website cannot, whoever asks for it. */
export const httpsMend = ({ name, secondary }: Site): string =>
  secondary.front.kind === 'website'
    ? `Set secondary.https of ${name} to true in sites.yml, which puts CloudFront with a certificate in front of the bucket; deploy, then point the SECONDARY record at it: npm start -- adopt ${name}`
    : `Point the SECONDARY record at the stack's distribution: npm start -- adopt ${name}`;

/** The command that shows what the stack's distribution answers, past the records. */
export const askDistribution = ({ name }: Site, distribution: string | null): string =>
  `curl -sS -i --connect-to ${name}:443:${distribution ?? 'DISTRIBUTION'}:443 https://${name}/`;
