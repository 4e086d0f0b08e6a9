import { scripted } from '../fault.ts';

/** Accepts and never says a word: the kernel lives, the process hangs. */
export const silence = scripted(() => undefined);
