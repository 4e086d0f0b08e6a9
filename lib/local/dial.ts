import type { Dial } from '../core/world.ts';
import { LOOPBACK } from './listen.ts';

/** The rehearsal was about to leave the laptop: nothing real is ever contacted from the stage. */
export class NotOnStageError extends Error {
  override readonly name = 'NotOnStageError';
  constructor(place: string, options?: ErrorOptions) {
    super(`${place} is not on the stage, and a rehearsal contacts nothing else`, options);
  }
}

/** Leads `address:port` of the table to a local port, and throws NotOnStageError for anything else. */
export const makeDial =
  (localPorts: Readonly<Record<string, number>>): Dial =>
  (address, port) => {
    const place = `${address}:${port}`;
    const localPort = localPorts[place];
    if (localPort === undefined) throw new NotOnStageError(place);
    return { address: LOOPBACK, port: localPort };
  };
