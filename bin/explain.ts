/** An error for people: what happened and what to do, on one line; the stack only when asked for. */
export function explain(error: unknown, isDebug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (isDebug) return error.stack ?? error.message;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const advice = ADVICE[code];
  const text = error.message.split('\n').map((line) => line.trim());
  return advice === undefined ? text.join('\n') : `${text[0]}; ${advice}`;
}

const ADVICE: Readonly<Record<string, string>> = {
  ENOENT: 'check the path',
  EACCES: 'make the file readable and writable for this user',
  EPERM: 'make the file readable and writable for this user',
  ENOSPC: 'the disk is full: free some space or choose another place with --state-dir',
  EROFS: 'the disk is read-only: choose another place with --state-dir',
  EADDRINUSE: 'another program has the port: stop it or choose another port',
  EMFILE: 'too many open files: raise the limit with ulimit -n',
  ERR_PARSE_ARGS_UNKNOWN_OPTION: 'npm start -- --help lists what there is',
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: 'npm start -- --help lists what there is',
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: 'npm start -- --help lists what there is',
};
