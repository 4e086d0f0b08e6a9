import type { Socket } from 'node:net';
import { eventually } from '../../support/eventually.ts';
import { httpAnswer, type ScriptedServer } from '../../support/servers.ts';
import type { Opened } from './loopback.ts';

/** A server that answers when the test says so, in whatever order. */
export type WaitingServer = {
  readonly server: ScriptedServer;
  /** What was asked, in order, and on which connection. */
  readonly asked: readonly { readonly socket: Socket; readonly request: string }[];
  readonly untilAsked: (times: number) => Promise<void>;
  readonly answer: (index: number, text?: string) => void;
};

export async function startWaitingServer(opened: Opened): Promise<WaitingServer> {
  const asked: { readonly socket: Socket; readonly request: string }[] = [];
  const server = await opened.server((socket) => {
    socket.on('data', (data) => asked.push({ socket, request: data.toString('latin1') }));
  });
  return {
    server,
    asked,
    untilAsked: (times) => eventually(`${times} requests`, () => asked.length >= times),
    answer: (index, text = httpAnswer('ok')) => void asked[index]?.socket.write(text),
  };
}
