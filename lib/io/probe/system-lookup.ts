import { lookup } from 'node:dns/promises';
import { open } from 'node:fs/promises';
import { devNull } from 'node:os';
import type { ConnectTools } from './connection.ts';

/** All addresses of a name, by the system's resolver. */
export const systemLookup: ConnectTools['lookup'] = async (name) => {
  try {
    return (await lookup(name, { all: true })).map(({ address }) => address);
  } catch (error) {
    await throwIfOutOfDescriptors();
    throw error;
  }
};

/** A resolver that cannot open its own files says that there is no such name; here EMFILE says it. */
async function throwIfOutOfDescriptors(): Promise<void> {
  const file = await open(devNull, 'r');
  await file.close();
}
