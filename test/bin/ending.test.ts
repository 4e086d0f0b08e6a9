import { EventEmitter } from 'node:events';
import { EndedError, exitCodeOf, type Host, listenForEnd, OutputError } from '../../bin/ending.ts';

/** A process that is told of signals and writes down how it exits. */
function hostOf() {
  const exits: unknown[] = [];
  const host = Object.assign(new EventEmitter(), {
    exitCode: undefined,
    exit: (code: unknown) => exits.push(code),
    stdout: new EventEmitter(),
    stderr: new EventEmitter(),
  }) satisfies Host;
  return { host, exits };
}

const failed = (code: string) => Object.assign(new Error(`${code}: no`), { code });

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s ends with %s', (name, exitCode) => {
  const { host } = hostOf();
  const { signal } = listenForEnd(host);
  expect(signal.aborted).toBe(false);
  host.emit(name);
  expect(signal.reason).toBeInstanceOf(EndedError);
  expect(exitCodeOf(signal.reason)).toBe(exitCode);
});

test('only the first signal counts, since npm passes Ctrl-C on a second time', () => {
  const { host, exits } = hostOf();
  const { signal } = listenForEnd(host);
  host.emit('SIGINT');
  host.emit('SIGTERM');
  expect(exitCodeOf(signal.reason)).toBe(130);
  expect(exits).toEqual([]);
});

test('what does not let go in time is not waited for', () => {
  const { host, exits } = hostOf();
  listenForEnd(host);
  host.emit('SIGINT');
  jest.advanceTimersByTime(799);
  expect(exits).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(exits).toEqual([130]);
});

test('what must be finished is waited for, and then it ends', () => {
  const { host, exits } = hostOf();
  const { hold } = listenForEnd(host);
  const letGo = hold();
  host.emit('SIGINT');
  jest.advanceTimersByTime(60_000);
  expect(exits).toEqual([]);
  letGo();
  jest.advanceTimersByTime(800);
  expect(exits).toEqual([130]);
});

test('somebody who insists ends even that', () => {
  const { host, exits } = hostOf();
  listenForEnd(host).hold();
  host.emit('SIGINT');
  jest.advanceTimersByTime(1_000);
  host.emit('SIGINT');
  expect(exits).toEqual([]);
  jest.advanceTimersByTime(1);
  host.emit('SIGINT');
  expect(exits).toEqual([130]);
});

test.each(['EPIPE', 'EIO'])('%s: a reader that has gone is no error, and no success', (code) => {
  const { host } = hostOf();
  const { signal } = listenForEnd(host);
  host.stdout.emit('error', failed(code));
  host.stderr.emit('error', failed(code));
  expect(signal.reason).toBeInstanceOf(EndedError);
  expect(exitCodeOf(signal.reason)).toBe(141);
});

test('an output that cannot be written is an error', () => {
  const { host } = hostOf();
  const { signal } = listenForEnd(host);
  host.stdout.emit('error', failed('ENOSPC'));
  expect(signal.reason).toEqual(new OutputError('the output cannot be written: ENOSPC: no'));
  expect(exitCodeOf(signal.reason)).toBe(1);
});

test('a bug in a callback ends it like any other error', () => {
  const { host } = hostOf();
  const { signal } = listenForEnd(host);
  const bug = new TypeError('x is not a function');
  host.emit('uncaughtException', bug);
  expect(signal.reason).toBe(bug);
  expect(exitCodeOf(bug)).toBe(1);
});
