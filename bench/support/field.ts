import type { Task } from '../contestants/contestant.ts';
import { blackboxRacer, findBlackbox } from './blackbox.ts';
import { findProgram } from './children.ts';
import type { Report } from './comparison.ts';
import { startGatus } from './gatus.ts';
import { findPeer, INSTALL } from './peers.ts';
import { freePort } from './ports.ts';
import { foreignRacer, nodeRacer, type Racer } from './race.ts';
import { startHaproxy, type Target } from './target.ts';

/** What each kind of racer needs to know. */
export type Course = {
  readonly task: Task;
  readonly target: Target;
  readonly probes: number;
  readonly report: Report;
};

const FOREIGN_TURN = { turnMs: 1_000, settleMs: 200 };

/** Contestants in JavaScript; `needs` names the package that must be installed. */
export function nodeRacers(
  { task, target, probes, report }: Course,
  entries: readonly { readonly name: string; readonly needs?: string }[],
): Racer[] {
  const present = entries.filter(({ name, needs }) => {
    const isHere = needs === undefined || findPeer(needs) !== null;
    if (!isHere) report.skip(name, INSTALL[name] ?? '');
    return isHere;
  });
  return present.map(({ name }) => nodeRacer(name, task, target, probes));
}

/** gatus keeps its connections when a condition makes it read the body, and not otherwise. */
export async function gatusRacers({ task, target, report }: Course): Promise<Racer[]> {
  const program = findProgram('gatus');
  if (program === null) {
    report.skip('gatus', INSTALL.gatus ?? '');
    return [];
  }
  const child = startGatus(program, {
    webPort: await freePort(),
    urls: Array.from({ length: task.lanes }, () => `http://127.0.0.1:${target.port}/health`),
    interval: '1ms',
    readsBody: task.mode === 'pooled',
    alertUrl: null,
  });
  return [foreignRacer('gatus', child, target, { mode: task.mode, ...FOREIGN_TURN })];
}

export async function blackboxRacers(course: Course, probes: number): Promise<Racer[]> {
  const program = findBlackbox();
  if (program !== null)
    return [await blackboxRacer(program, course.target, { lanes: course.task.lanes, probes })];
  course.report.skip('blackbox_exporter', INSTALL.blackbox_exporter ?? '');
  return [];
}

/** HAProxy's health checks: native code, and nothing else to do. */
export async function haproxyRacers({ task, target, report }: Course): Promise<Racer[]> {
  if (findProgram('haproxy') === null) {
    report.skip('haproxy-check', INSTALL['haproxy-check'] ?? '');
    return [];
  }
  const servers = Array.from(
    { length: task.lanes },
    (_, lane) => `  server s${lane} 127.0.0.1:${target.port} check inter 1ms`,
  );
  const config = `${CHECKER}${servers.join('\n')}\nlisten unused\n  bind 127.0.0.1:${await freePort()}\n`;
  const child = startHaproxy(config, 'contestant');
  return [foreignRacer('haproxy-check', child, target, { mode: 'fresh', ...FOREIGN_TURN })];
}

const CHECKER = `
global
  nbthread 1
defaults
  mode http
  timeout connect 2s
  timeout server 2s
  timeout check 2s
backend targets
  option httpchk GET /health
  http-check expect string ok
`;
