import { inspect } from 'node:util';

/** An error for people: what happened and what to do, on one line; the stack only when asked for. */
export function explain(error: unknown, isDebug: boolean): string {
  if (isDebug) return inspect(error);
  if (error instanceof AggregateError) {
    const texts = error.errors.map((each) => explain(each, false));
    return [...new Set(texts)].join('\n');
  }
  if (!(error instanceof Error)) return String(error);
  // Only what somebody wrote wrong may need several lines: one for each problem.
  if (error.name === 'UsageError') return error.message;
  const [first = ''] = error.message.split('\n');
  const advice = adviceOn(error);
  return advice === null ? first : `${first}; ${advice}`;
}

function adviceOn(error: Error): string | null {
  const byName = ADVICE_BY_NAME[error.name];
  if (byName !== undefined) return byName;
  if (!('code' in error) || typeof error.code !== 'string')
    return SURPRISES.has(error.name) ? ADVICE_ON_SURPRISE : null;
  const isListening =
    'syscall' in error && (error.syscall === 'listen' || error.syscall === 'bind');
  if (isListening && error.code === 'EACCES') return 'choose a port from 1024 on';
  return ADVICE_BY_CODE[error.code] ?? ADVICE_ON_SURPRISE;
}

const ADVICE_ON_SURPRISE = 'run it again with --debug to see where it came from';

/** Names of errors that nobody here throws on purpose. */
const SURPRISES = new Set(['Error', 'TypeError', 'RangeError', 'ReferenceError', 'SyntaxError']);

/** Errors of ours that say what and why, and not yet what to do here. */
const ADVICE_BY_NAME: Readonly<Record<string, string>> = {
  PortInUseError: '--dns-port 0, the default, takes any free one',
  StateFileError: '--state-dir names the folder',
  BrokenRecordError: 'remove it, or name an empty folder with --state-dir',
  OutputError: 'free some space or send it elsewhere',
};

const ADVICE_BY_CODE: Readonly<Record<string, string>> = {
  ENOENT: 'check the path',
  EISDIR: 'that is a folder: name a file',
  ENOTDIR: 'a part of the path is not a folder: check the path',
  EACCES: 'make it readable and writable for this user',
  EPERM: 'make it readable and writable for this user',
  ENOSPC: 'the disk is full: free some space',
  EROFS: 'the disk is read-only: choose another place',
  EMFILE: 'too many open files: raise the limit with ulimit -n',
};
