import type { TLSSocket } from 'node:tls';
import { namesOf } from '../../../lib/io/probe/certificate.ts';

test.each([
  ['DNS:www.example.com', ['www.example.com']],
  ['DNS:Example.COM, DNS:*.example.com', ['example.com', '*.example.com']],
  ['IP Address:203.0.113.10, DNS:example.com, URI:https://a/', ['example.com']],
  [
    'DNS:"a.example.com, DNS:b.example.com", DNS:c.example.com',
    ['a.example.com, dns:b.example.com', 'c.example.com'],
  ],
  ['email:DNS:a.example.com', []],
  ['', []],
  [undefined, []],
])('of %j the names are %j', (subjectaltname, names) => {
  const socket = { getPeerCertificate: () => ({ subjectaltname }) } as unknown as TLSSocket;
  expect(namesOf(socket)).toEqual(names);
});
