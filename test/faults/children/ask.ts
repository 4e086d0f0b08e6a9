import { EXPECT_ANY } from '../../../lib/core/probing/expect.ts';
import type { Endpoint, ProbeResult } from '../../../lib/core/probing/probe.ts';
import { epochMs } from '../../../lib/core/time.ts';
import { makeOpenProber } from '../../../lib/io/probe/prober.ts';

/** What a child process reports of each of its probes, as JSON on its standard output. */
export type Findings = Readonly<Record<string, string>>;

const prober = makeOpenProber({ now: () => epochMs(0) })();

/** One probe, in a few words: `inconclusive ours-no-sockets new`. */
export async function ask(
  port: number,
  how: Partial<Endpoint> & { readonly fresh: boolean },
): Promise<string> {
  const { fresh, ...change } = how;
  const endpoint: Endpoint = {
    protocol: 'http',
    address: '127.0.0.1',
    port,
    path: '/health',
    hostname: 'www.example.com',
    expect: { ...EXPECT_ANY, withinMs: 250 },
    ...change,
  };
  return wordsFor(await prober.probe(endpoint, { fresh }));
}

/** Reports and ends the process, whatever is still open. */
export function report(findings: Findings): void {
  process.stdout.write(JSON.stringify(findings), () => process.exit(0));
}

const wordsFor = ({ verdict, cause, fresh }: ProbeResult): string =>
  `${verdict} ${cause ?? 'well'} ${fresh ? 'new' : 'old'}`;
