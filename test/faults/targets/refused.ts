import { serve } from '../../support/servers.ts';
import { type Fault, nowhere } from '../fault.ts';

/** Nobody listens on the port: the process is dead, the machine is not. */
export const refused: Fault = async () => {
  const server = await serve(() => undefined);
  await server.close();
  return nowhere({ port: server.port });
};
