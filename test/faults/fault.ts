import type { Endpoint } from '../../lib/core/probing/probe.ts';
import type { makeOpenProber } from '../../lib/io/probe/prober.ts';
import { type Listening, type Script, serve } from '../support/servers.ts';

/** One way for a target, or for ourselves, to go wrong: starts it and says how to reach it. */
export type Fault = () => Promise<FaultyTarget>;

export type FaultyTarget = {
  readonly endpoint: Partial<Endpoint>;
  /** What the engine is given in this case instead of the real thing. */
  readonly tools?: ProberTools;
  /** Connections that the target has open at this moment. */
  readonly open: () => number;
  readonly close: () => Promise<void>;
};

export type ProberTools = Partial<Parameters<typeof makeOpenProber>[0]>;

export const LOOPBACK = '127.0.0.1';

/** The deadline of every case: short, and long beside what a bare timer is late by. */
export const WITHIN_MS = 250;

/** A fault that a script for each connection describes whole. */
export const scripted =
  (script: Script, change: Partial<Endpoint> = {}, listening: Listening = {}): Fault =>
  async () => {
    const { port, open, close } = await serve(script, listening);
    const protocol = listening.tls === undefined ? 'http' : 'https';
    return { endpoint: { protocol, port, ...change }, open, close };
  };

/** Sends `bytes` once the request has come, then does what `then` says to the connection. */
export const afterRequest =
  (bytes: string | Buffer, next: Script = () => undefined): Script =>
  (socket) => {
    socket.once('data', () => {
      if (bytes.length === 0) next(socket);
      else socket.write(bytes, () => next(socket));
    });
  };

/** Sends `bytes` once the request has come, one piece every `everyMs`, over and over. */
export const dripping =
  (start: string, piece: string, everyMs: number): Script =>
  (socket) => {
    socket.once('data', () => {
      socket.write(start);
      const timer = setInterval(() => socket.write(piece), everyMs);
      socket.once('close', () => clearInterval(timer));
    });
  };

/** A target that nobody listens for: there is nothing to count or to close. */
export const nowhere = (endpoint: Partial<Endpoint>, tools: ProberTools = {}): ReturnType<Fault> =>
  Promise.resolve({ endpoint, tools, open: () => 0, close: () => Promise.resolve() });

/** An error as Node's network modules make it. */
export const systemError = (code: string): Error =>
  Object.assign(new Error(`scripted ${code}`), { code });
