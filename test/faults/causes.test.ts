import { CAUSE_TEXT } from '../../lib/render/causes.ts';
import { BODY } from './body-table.ts';
import { CONNECT, LINUX, OURS } from './connect-table.ts';
import { HEAD } from './head-table.ts';
import { PAGE, REDIRECT } from './page-table.ts';
import { CERTIFICATE, HANDSHAKE } from './tls-table.ts';

const ALL = [CONNECT, OURS, LINUX, HANDSHAKE, CERTIFICATE, HEAD, BODY, PAGE, REDIRECT].flat();

test('every cause there is has a fault that brings it about', () => {
  const found = new Set(ALL.map(([_name, _fault, _verdict, cause]) => cause));
  // The window cuts probes short; test/io/probe/prober.test.ts does.
  const missing = Object.keys(CAUSE_TEXT).filter((cause) => ![...found].includes(cause as never));
  expect(missing).toEqual(['ours-aborted']);
});

test('no two cases have the same name', () => {
  const names = ALL.map(([name]) => name);
  expect(new Set(names).size).toBe(names.length);
});
