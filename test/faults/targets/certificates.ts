import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TlsOptions } from 'node:tls';
import { answering, httpAnswer } from '../../support/servers.ts';
import { type Fault, scripted } from '../fault.ts';

const FOLDER = join(__dirname, '../../fixtures/tls');
const pem = (name: string): string => readFileSync(join(FOLDER, `${name}.pem`), 'utf8');

/** The authority that the engine trusts in these tests. */
export const AUTHORITY = pem('ca');

/** A chain of certificates from test/fixtures/tls, the site's own first, with the key for it. */
export const tls = (...names: readonly string[]): TlsOptions => ({
  key: pem('site-key'),
  cert: names.map(pem).join(''),
});

/** Answers well over TLS and shows these certificates, the site's own first. */
export const certificate = (...names: readonly string[]): Fault =>
  scripted(
    answering(() => httpAnswer('ok')),
    {},
    { tls: tls(...names) },
  );

/** A good certificate, for another name than the site's. */
export const otherName: Fault = scripted(
  answering(() => httpAnswer('ok')),
  { hostname: 'other.example.com' },
  { tls: tls('site') },
);
