import type { Certificate, Page } from '../verify/snapshot.ts';

/** What the primary answered to the site's name; null where nothing came. */
export type Answers = {
  readonly certificate: Certificate | null;
  readonly secure: PageSeen | null;
  readonly plain: PageSeen | null;
};
type PageSeen = Pick<Page, 'status' | 'headers'>;

export type ProtocolFound = {
  readonly protocol: 'http' | 'https';
  readonly why: ProtocolReason;
  /** Of the page that was asked for by this protocol; null when none came. */
  readonly status: number | null;
  /** What is wrong with the certificate, in OpenSSL's words; null when nothing is, or none was shown. */
  readonly certificateProblem: string | null;
};

export type ProtocolReason =
  | 'certificate-holds'
  | 'redirects-to-https'
  | 'answers-over-http'
  | 'answers-over-https-alone'
  | 'silent';

/**
 * HTTPS where its certificate holds and it does not send people back to HTTP, or where HTTP sends them
 * to it; otherwise HTTP, which an S3 website can serve as well.
 */
export function protocolFor(name: string, { certificate, secure, plain }: Answers): ProtocolFound {
  const certificateProblem = certificate?.problem ?? null;
  const https = (why: ProtocolReason): ProtocolFound => {
    return { protocol: 'https', why, status: secure?.status ?? null, certificateProblem };
  };
  const http = (why: ProtocolReason): ProtocolFound => {
    return { protocol: 'http', why, status: plain?.status ?? null, certificateProblem: null };
  };
  const isSecure = secure !== null && !leadsTo('http', name, secure);
  if (isSecure && certificate !== null && certificateProblem === null)
    return https('certificate-holds');
  if (plain !== null && leadsTo('https', name, plain)) return https('redirects-to-https');
  if (plain !== null) return http('answers-over-http');
  return isSecure ? https('answers-over-https-alone') : http('silent');
}

/** Whether a page sends its visitor to the same site by this protocol. */
function leadsTo(protocol: 'http' | 'https', name: string, { status, headers }: PageSeen): boolean {
  if (status < 300 || status > 399) return false;
  const [, scheme = '', host = ''] =
    /^(https?):\/\/([^/?#:]+)/i.exec(headers.location?.trim() ?? '') ?? [];
  return scheme.toLowerCase() === protocol && host.toLowerCase() === name;
}
