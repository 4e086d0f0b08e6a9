import { Agent, get } from 'node:http';
import { isGood, type MakeContestant, urlOf, WITHIN_MS } from './contestant.ts';

/** Node's own client: kept-alive sockets, or no agent at all. */
export const nodeHttp: MakeContestant = async (task) => {
  const agent = task.mode === 'pooled' && new Agent({ keepAlive: true, maxSockets: task.lanes });
  return () =>
    new Promise((resolve) => {
      const options = { agent, signal: AbortSignal.timeout(WITHIN_MS) };
      const request = get(urlOf(task), options, (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
        });
        response.on('end', () => resolve(isGood(response.statusCode ?? 0, body)));
      });
      request.on('error', () => resolve(false));
    });
};
