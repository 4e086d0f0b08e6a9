import type { Log } from '../../lib/core/world.ts';
import { EndedError } from '../ending.ts';
import { openTerminal, type Screen } from '../terminal.ts';
import type { ControllerAction } from './action-lines.ts';

/** What is told beside the answer, on standard error: what went wrong on the way, and how far it is. */
export type Teller = {
  readonly log: Log;
  readonly note: (text: string) => void;
  readonly close: () => void;
};

/** Of the function's log a person at a terminal needs the failures, and while waiting the phase. */
export function openTeller(screen: Screen): Teller {
  const terminal = openTerminal(screen);
  const note = (text: string) => terminal.line(`understudy: ${text}`);
  return {
    note,
    log: ({ message, site, error, phase, served }) => {
      const about = typeof site === 'string' ? `${site}: ` : '';
      if (typeof error === 'string') note(`${about}${message}: ${error}`);
      else if (message === 'decision')
        terminal.status(() => `${about}${phase}, served: ${served}; Ctrl-C ends the waiting only`);
    },
    close: terminal.close,
  };
}

/** What somebody is told who does not wait for the end; null: there is nothing to tell. */
export function endingText(action: ControllerAction, hasBegun: boolean): string | null {
  if (!ORDERS.has(action)) return null;
  if (!hasBegun) return 'ended; nothing was begun';
  return action === 'drill'
    ? 'no longer waiting; the failover function sees the drill through. Where it does not run, a failback ends the drill'
    : 'no longer waiting; what was begun goes on by itself: Route 53 follows the switch, the failover function sees to the record. The status tells how far it is';
}

const ORDERS: ReadonlySet<ControllerAction> = new Set(['failover', 'failback', 'drill']);

/** Tells as soon as the end is asked for: what is under way may take longer than there is left. */
export function onEnd(signal: AbortSignal, tell: () => void): () => void {
  const listener = () => {
    if (signal.reason instanceof EndedError) tell();
  };
  if (signal.aborted) listener();
  signal.addEventListener('abort', listener, { once: true });
  return () => signal.removeEventListener('abort', listener);
}
