import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { answering, httpAnswer, serve } from '../../support/servers.ts';
import { ask, report } from './ask.ts';

/**
 * Run in a network namespace of its own, where the routes and the ports are ours to break. Packets
 * to 192.0.2.0/24 come back on loopback, where nobody takes them: a SYN is lost without a word.
 */
if (Object.keys(networkInterfaces()).length > 0)
  throw new Error('run this with unshare, in a network namespace of its own');
const ip = (...words: string[]) => execFileSync('ip', words);
ip('link', 'set', 'lo', 'up');
ip('route', 'add', '192.0.2.0/24', 'dev', 'lo');
ip('route', 'add', 'unreachable', '198.51.100.0/24');

const { port } = await serve(answering(() => httpAnswer('ok')));
const noRoute = await ask(80, { fresh: true, address: '203.0.113.10' });
const unreachable = await ask(80, { fresh: true, address: '198.51.100.10' });
const dropped = await ask(80, { fresh: true, address: '192.0.2.10' });

// Three ports for our side of connections, and three connections that live on.
writeFileSync('/proc/sys/net/ipv4/ip_local_port_range', '20000 20002');
for (const path of ['/1', '/2', '/3']) await ask(port, { fresh: false, path });
const noPorts = await ask(port, { fresh: true });

ip('link', 'set', 'lo', 'down');
const halfOpen = await ask(port, { fresh: false, path: '/1' });

report({ noRoute, unreachable, dropped, noPorts, halfOpen });
