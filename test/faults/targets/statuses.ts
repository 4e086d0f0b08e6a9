import { answering, httpAnswer } from '../../support/servers.ts';
import { type Fault, scripted } from '../fault.ts';

/** Answers with this status, and with a page that says so. */
export const status = (text: string): Fault =>
  scripted(answering(() => httpAnswer(`<h1>${text}</h1>`, text)));
