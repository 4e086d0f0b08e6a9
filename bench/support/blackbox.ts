import { Client } from 'undici';
import { type Child, cpuMicros, endChild, findProgram, startChild } from './children.ts';
import { freePort, untilAccepting } from './ports.ts';
import { proveMode, type Racer } from './race.ts';
import type { Target } from './target.ts';
import { temporaryFile } from './temporary.ts';

/** blackbox_exporter, asked for one probe at a time as Prometheus asks it. */
export type Blackbox = {
  readonly child: Child;
  /** Probes once; answers with the seconds it says it took. Rejects when it found the target bad. */
  readonly probe: (lane: number, url: string) => Promise<number>;
};

/** Debian's name first. */
export const findBlackbox = (): string | null =>
  findProgram('prometheus-blackbox-exporter') ?? findProgram('blackbox_exporter');

const CONFIG = {
  modules: {
    http_2xx: {
      prober: 'http',
      timeout: '5s',
      http: { preferred_ip_protocol: 'ip4', fail_if_body_not_matches_regexp: ['ok'] },
    },
  },
};

export async function startBlackbox(program: string, lanes: number): Promise<Blackbox> {
  const port = await freePort();
  const child = startChild({
    file: program,
    args: [
      `--config.file=${temporaryFile('blackbox.yml', JSON.stringify(CONFIG))}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=error',
    ],
    core: 'contestant',
    env: { GOMAXPROCS: '1' },
  });
  await untilAccepting(port, child.complaints);
  const clients = Array.from({ length: lanes }, () => new Client(`http://127.0.0.1:${port}`));
  const probe = async (lane: number, url: string): Promise<number> => {
    const path = `/probe?module=http_2xx&target=${encodeURIComponent(url)}`;
    const answer = await clients[lane]?.request({ path, method: 'GET' });
    const text = (await answer?.body.text()) ?? '';
    // It answers 200 whatever it found.
    if (!text.includes('\nprobe_success 1')) throw new Error(`blackbox_exporter: ${text}`);
    return Number(/\nprobe_duration_seconds (\S+)/.exec(text)?.[1]);
  };
  return { child, probe };
}

/** In the race for CPU time it is driven from here, which costs another process. */
export async function blackboxRacer(
  program: string,
  target: Target,
  { lanes, probes }: { readonly lanes: number; readonly probes: number },
): Promise<Racer> {
  const { child, probe } = await startBlackbox(program, lanes);
  const url = `http://127.0.0.1:${target.port}/health`;
  const turn = async () => {
    const [before, cpuBefore] = [await target.counts(), cpuMicros(child.pid)];
    let left = probes;
    const lane = async (index: number) => {
      for (; left > 0; ) {
        left -= 1;
        await probe(index, url);
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, index) => lane(index)));
    const [after, cpuAfter] = [await target.counts(), cpuMicros(child.pid)];
    const requests = after.requests - before.requests;
    proveMode('blackbox_exporter', 'fresh', after.connections - before.connections, requests);
    return (cpuAfter - cpuBefore) / requests;
  };
  return { name: 'blackbox_exporter', turn, close: () => endChild(child) };
}
