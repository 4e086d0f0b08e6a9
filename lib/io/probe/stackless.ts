/**
 * Errors made until the next tick get no stack. When an answer has ended and its connection may not
 * be kept, undici makes an error to end the socket with, and Node's streams read its stack: that
 * alone is about a fifth of the CPU time of a fresh probe, for a text that nobody sees. It happens right
 * after the handler's `onResponseEnd`, within the same call. Ticks come before promises, so that the
 * limit is what it was before anybody who waits for the probe goes on. Node does the same with its
 * own errors.
 */
export function stacklessUntilNextTick(): void {
  if (limitToRestore !== null) return;
  limitToRestore = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  nextTick(restore);
}

/** What to put back; null while nothing was taken away. */
let limitToRestore: number | null = null;

/** Taken now, so that no fake clock of a test stands between a limit and its return. */
const { nextTick } = process;

function restore(): void {
  if (limitToRestore !== null) Error.stackTraceLimit = limitToRestore;
  limitToRestore = null;
}
