import { Connection } from '../../../lib/io/probe/connection.ts';
import { AUTHORITY, tls } from '../../faults/targets/certificates.ts';
import { endpoint, LOOPBACK, opening } from './loopback.ts';

const opened = opening();

test('each phase of a connection begins where the one before it ended', async () => {
  const server = await opened.server(() => undefined, { tls: tls('site') });
  // A clock that ticks when it is read, so that the phases are whole numbers of readings.
  let ticks = 0;
  const elapsed = () => {
    ticks += 1;
    return ticks;
  };
  const tools = {
    dial: (address: string, port: number) => ({ address, port }),
    lookup: async () => [LOOPBACK],
    elapsed,
    ca: AUTHORITY,
  };
  const target = endpoint(server.port, { protocol: 'https', address: 'origin.example.com' });
  const connection = await new Promise<Connection>((resolve, reject) => {
    const attempt = new Connection(target, tools, (error, socket) => {
      socket?.destroy();
      if (error === null) resolve(attempt);
      else reject(error);
    });
    attempt.open();
  });
  expect(connection).toMatchObject({ resolveMs: 1, connectMs: 1, tlsMs: 1, address: LOOPBACK });
});
