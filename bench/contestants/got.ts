import { Agent } from 'node:http';
import { loadPeer } from '../support/peers.ts';
import { isGood, type MakeContestant, urlOf, WITHIN_MS } from './contestant.ts';

type Got = (url: string, options: object) => Promise<{ statusCode: number; body: string }>;

/** got with its retries off: a retry would hide what a prober is there to see. */
export const got: MakeContestant = async (task) => {
  const { default: client } = await loadPeer<{ default: Got }>('got');
  const agent =
    task.mode === 'pooled'
      ? { http: new Agent({ keepAlive: true, maxSockets: task.lanes }) }
      : { http: new Agent({ keepAlive: false }) };
  const options = { agent, retry: { limit: 0 }, timeout: { request: WITHIN_MS } };
  return async () => {
    const { statusCode, body } = await client(urlOf(task), options);
    return isGood(statusCode, body);
  };
};
