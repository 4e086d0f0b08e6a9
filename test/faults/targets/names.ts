import { answering, httpAnswer, type Script, serve } from '../../support/servers.ts';
import { type Fault, LOOPBACK, nowhere, systemError, WITHIN_MS } from '../fault.ts';
import { synDropped } from './syn-dropped.ts';

const NAME = 'origin.example.com';
/** Where the scripted names lead besides the target itself; `dial` takes it to a dead port. */
const DEAD = '203.0.113.1';

/** Injected: the resolver fails with this code. */
export const nameFails =
  (code: string): Fault =>
  () =>
    nowhere({ address: NAME, port: 80 }, { lookup: () => Promise.reject(systemError(code)) });

/** Injected: the name is there and has no addresses. */
export const nameWithoutAddresses: Fault = () =>
  nowhere({ address: NAME, port: 80 }, { lookup: async () => [] });

/** Injected: the resolver says nothing. */
export const silentResolver: Fault = () =>
  nowhere({ address: NAME, port: 80 }, { lookup: () => new Promise(() => undefined) });

/** The first of a name's two addresses refuses, the second answers. */
export const firstOfTwoRefuses: Fault = async () => {
  const server = await serve(answering(() => httpAnswer('ok')));
  const toPort = (address: string) => (address === DEAD ? 1 : server.port);
  return { ...server, ...twoAddresses(toPort) };
};

/** Connects on the first of two addresses, and takes more than that address's share to answer. */
export const slowOnFirstOfTwo: Fault = async () => {
  const slowly: Script = (socket) => {
    setTimeout(() => socket.write(httpAnswer('ok')), (WITHIN_MS * 2) / 3);
  };
  const server = await serve(slowly);
  const { endpoint, tools } = twoAddresses(() => server.port);
  return { ...server, endpoint, tools };
};

/** The first of a name's two addresses drops SYNs, the second answers. */
export const firstOfTwoDrops: Fault = async () => {
  const [server, dropper] = await Promise.all([
    serve(answering(() => httpAnswer('ok'))),
    synDropped(),
  ]);
  const toPort = (address: string) => (address === DEAD ? dropper.endpoint.port : server.port);
  const close = async () => {
    await Promise.all([server.close(), dropper.close()]);
  };
  return { ...server, ...twoAddresses(toPort), close };
};

/** Both of a name's addresses refuse. */
export const bothOfTwoRefuse: Fault = async () => {
  const { endpoint, tools } = twoAddresses(() => 1);
  return nowhere(endpoint, tools);
};

const twoAddresses = (toPort: (address: string) => number) => ({
  endpoint: { address: NAME, port: 80 },
  tools: {
    lookup: async () => [DEAD, LOOPBACK],
    dial: (address: string) => ({ address: LOOPBACK, port: toPort(address) }),
  },
});
