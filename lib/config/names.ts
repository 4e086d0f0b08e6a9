import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import type { Complaint } from './complaint.ts';
import { show } from './show.ts';

/** At least two labels of letters, digits and hyphens; the last begins with a letter; a final dot may stand. */
export const DOMAIN_PATTERN =
  /^([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.?$/;

/** The name that AWS gives to a load balancer, with or without the console's `dualstack.`. */
export const LOAD_BALANCER_PATTERN =
  /^([A-Za-z0-9-]+\.){1,3}elb\.([A-Za-z0-9-]+\.)?amazonaws\.(com|com\.cn|eu)\.?$/;

/** Lower case, without a trailing dot. */
export const plainName = (name: string): string => name.toLowerCase().replace(/\.$/, '');

/** Recognises the usual mistakes in a domain name, or null when it is none of them. */
export function domainMistake(text: string): Complaint | null {
  const host = /^[a-z][a-z0-9+.-]*:\/\/([^/?#:@]+)/i.exec(text)?.[1];
  if (host !== undefined)
    return { message: `${show(text)} is not a domain name`, instead: `write ${plainName(host)}` };
  if (isIP(text) !== 0)
    return {
      message: `${show(text)} is an IP address, not a domain name`,
      instead: 'write for example www.example.com',
    };
  if (text.startsWith('*.'))
    return {
      message: `${show(text)} stands for many names, and a site is one name`,
      instead: 'write one entry for each name',
    };
  return foreignLetters(text);
}

/** DNS and S3 know names in ASCII alone. */
function foreignLetters(text: string): Complaint | null {
  const ascii = /[^\0-\x7f]/.test(text) ? domainToASCII(text) : '';
  if (ascii === '') return null;
  return {
    message: `${show(text)} has letters that DNS does not know`,
    instead: `write its punycode form, ${plainName(ascii)}`,
  };
}

/** A site's name must also do as the name of its bucket: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function bucketNameMistake(name: string): Complaint | null {
  const reason = bucketRuleBroken(name);
  if (reason === null) return null;
  return {
    message: `${show(name)} cannot be the name of an S3 bucket, and the bucket must be named like the site: ${reason}`,
    instead: 'choose another name for the site',
  };
}

const BUCKET_CHARACTERS_MAX = 63;

function bucketRuleBroken(name: string): string | null {
  if (name.length > BUCKET_CHARACTERS_MAX)
    return `it has ${name.length} characters, and S3 allows ${BUCKET_CHARACTERS_MAX}`;
  const prefix = ['xn--', 'sthree-', 'amzn-s3-demo-'].find((start) => name.startsWith(start));
  return prefix === undefined ? null : `S3 refuses names that begin with ${prefix}`;
}
