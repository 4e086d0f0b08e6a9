import { Agent } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import { loadPeer } from '../support/peers.ts';
import { isGood, type MakeContestant, urlOf, WITHIN_MS } from './contestant.ts';

type Axios = {
  readonly get: (url: string, options: object) => Promise<{ status: number; data: string }>;
};

/**
 * Pooled: one kept-alive agent. Fresh: uptime-kuma's way, a new pair of agents for each beat with no
 * TLS sessions kept (server/model/monitor.js).
 */
export const axios: MakeContestant = async (task) => {
  const { default: client } = await loadPeer<{ default: Axios }>('axios');
  const options = { timeout: WITHIN_MS, responseType: 'text', maxRedirects: 0 };
  const shared = { httpAgent: new Agent({ keepAlive: true, maxSockets: task.lanes }) };
  const agents = () => (task.mode === 'pooled' ? shared : agentsOfOneBeat());
  return async () => {
    const { status, data } = await client.get(urlOf(task), { ...options, ...agents() });
    return isGood(status, data);
  };
};

const agentsOfOneBeat = () => ({
  httpAgent: new Agent({ maxCachedSessions: 0 } as object),
  httpsAgent: new TlsAgent({ maxCachedSessions: 0 }),
});
