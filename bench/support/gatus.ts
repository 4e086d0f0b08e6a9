import { type Child, startChild } from './children.ts';
import { temporaryFile } from './temporary.ts';

export type GatusTask = {
  readonly webPort: number;
  readonly urls: readonly string[];
  readonly interval: string;
  /** A condition on the body makes gatus read it, and so keep its connections alive. */
  readonly readsBody: boolean;
  /** Where it tells of an endpoint that failed three times; null for nowhere. */
  readonly alertUrl: string | null;
};

/** gatus on one processor, probing all the URLs at once. */
export const startGatus = (program: string, task: GatusTask): Child =>
  startChild({
    file: program,
    args: [],
    core: 'contestant',
    env: {
      GATUS_CONFIG_PATH: temporaryFile('gatus.yaml', gatusConfig(task)),
      GATUS_LOG_LEVEL: 'FATAL',
      GOMAXPROCS: '1',
    },
  });

/** As YAML that is JSON: nothing in it needs more. */
const gatusConfig = ({ webPort, urls, interval, readsBody, alertUrl }: GatusTask): string =>
  JSON.stringify({
    concurrency: 0,
    web: { address: '127.0.0.1', port: webPort },
    ...(alertUrl === null ? {} : { alerting: { custom: { url: alertUrl, method: 'POST' } } }),
    endpoints: urls.map((url, index) => ({
      name: `e${index}`,
      url,
      interval,
      client: { timeout: '2s' },
      // Not `[STATUS] < 400`: a refused connection has status 0, which is healthy by that.
      conditions: ['[STATUS] == 200', ...(readsBody ? ['[BODY] == pat(*ok*)'] : [])],
      ...(alertUrl === null ? {} : { alerts: [{ type: 'custom', 'failure-threshold': 3 }] }),
    })),
  });
