import type { Dispatcher } from 'undici';
import sendRequest from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import Client from 'undici/lib/dispatcher/client.js';

/*
 * The whole of undici also loads a browser's fetch, web sockets, caches and mocks, in every cold start:
 * about an eighth of the time. It declares no `exports`, so its files may be imported by name; should
 * one move, no bundle can be built.
 */
export { Agent, Client };

/** What undici calls `request`, over the dispatcher that the caller names. */
export function requestOver(
  dispatcher: Dispatcher,
  url: string,
  options: Omit<Dispatcher.RequestOptions, 'origin' | 'path'>,
): Promise<Dispatcher.ResponseData> {
  const { origin, pathname, search } = new URL(url);
  return sendRequest.call(dispatcher, { ...options, origin, path: `${pathname}${search}` });
}
