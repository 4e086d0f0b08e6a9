import type { AddressInfo, Server } from 'node:net';
import { asPortInUse } from './port-in-use.ts';

/** The only address that the stage listens on. */
export const LOOPBACK = '127.0.0.1';

/** Listens on loopback and resolves to the port; 0 takes any free one. */
export async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: Error) => reject(asPortInUse(error, port));
    server.once('error', onError);
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      server.off('error', onError);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}

/** Stops listening; resolves also when the server did not listen. */
export const stopListening = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
  });
