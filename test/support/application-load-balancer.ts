import type { TlsOptions } from 'node:tls';
import type { Dial } from '../../lib/core/world.ts';
import { answering, httpAnswer, type ScriptedServer, serve } from './servers.ts';

/** A request as a rule of a listener sees it. */
export type RoutedRequest = { readonly host: string; readonly path: string };

/** A rule: an answer for the requests that it is about, null for all others. */
export type ListenerRule = (request: RoutedRequest) => string | null;

/** Nodes of one load balancer, each with an address of its own and the same listeners on ports 80 and 443. */
export type LoadBalancerNodes = {
  readonly addresses: readonly string[];
  /** Leads to the nodes, and nowhere else. */
  readonly dial: Dial;
  /** Every request that a node got: `198.51.100.1:80 www.example.com /health`. */
  readonly requests: readonly string[];
  /** Names that clients asked for in the handshake. */
  readonly serverNames: readonly unknown[];
  readonly close: () => Promise<void>;
};

/** The fixed response of the rule that every listener ends with. */
export const DEFAULT_RULE: ListenerRule = () => httpAnswer('no rule', '404 Not Found');

/** By host and path, as https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-rules.html has it. */
export const forward =
  (host: string, pathPrefix: string): ListenerRule =>
  (request) =>
    request.host === host && request.path.startsWith(pathPrefix) ? httpAnswer('ok') : null;

/** To the same host and path over TLS; the load balancer names the port. */
export const redirectToHttps: ListenerRule = ({ host, path }) =>
  httpAnswer(
    '',
    '301 Moved Permanently',
    `server: awselb/2.0\r\nlocation: https://${host}:443${path}\r\n`,
  );

/** Starts a node at each address; without a certificate nobody listens on port 443. */
export async function startLoadBalancer(
  addresses: readonly string[],
  listeners: {
    readonly http: readonly ListenerRule[];
    readonly https?: readonly ListenerRule[];
    readonly tls?: TlsOptions;
  },
): Promise<LoadBalancerNodes> {
  const requests: string[] = [];
  const serverNames: unknown[] = [];
  const servers = new Map<string, ScriptedServer>();
  const listen = async (place: string, rules: readonly ListenerRule[], tls?: TlsOptions) => {
    const routed = answering((text) => {
      const request = parse(text);
      requests.push(`${place} ${request.host} ${request.path}`);
      return answerBy([...rules, DEFAULT_RULE], request);
    });
    const server = await serve(
      (socket) => {
        if (tls !== undefined) serverNames.push(Reflect.get(socket, 'servername'));
        routed(socket);
      },
      tls === undefined ? {} : { tls },
    );
    servers.set(place, server);
  };
  for (const address of addresses) {
    await listen(`${address}:80`, listeners.http);
    if (listeners.tls !== undefined)
      await listen(`${address}:443`, listeners.https ?? [], listeners.tls);
  }
  return {
    addresses,
    requests,
    serverNames,
    dial: (address, port) => {
      const server = servers.get(`${address}:${port}`);
      if (server === undefined) throw new Error(`no node listens at ${address}:${port}`);
      return { address: '127.0.0.1', port: server.port };
    },
    close: async () => {
      await Promise.all([...servers.values()].map(({ close }) => close()));
    },
  };
}

function parse(text: string): RoutedRequest {
  const [, path = ''] = /^\S+ (\S+) HTTP/.exec(text) ?? [];
  const [, host = ''] = /^host: *(\S+)\r$/im.exec(text) ?? [];
  return { host: host.toLowerCase(), path };
}

const answerBy = (rules: readonly ListenerRule[], request: RoutedRequest): string | null => {
  for (const rule of rules) {
    const answer = rule(request);
    if (answer !== null) return answer;
  }
  return null;
};
