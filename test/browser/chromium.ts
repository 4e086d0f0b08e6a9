import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { openPipe, type Send } from './devtools-pipe.ts';

/** A headless browser of its own: its profile and its processes are gone once it is closed. */
export type Chromium = {
  readonly openTab: () => Promise<Tab>;
  readonly close: () => Promise<void>;
};

export type Tab = {
  readonly send: Send;
  /** Every URL that the tab asked for, in order, since it was opened. */
  readonly requested: readonly string[];
  /** Everything that a developer would read in the console, in order, since it was opened. */
  readonly consoleTexts: readonly string[];
  /** Loads a page and waits until it is all there. */
  readonly load: (url: string) => Promise<void>;
  /** The value of an expression in the page. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
};

/** A Chromium or Chrome in PATH; null when there is none. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/**
 * In place of tests that need a browser where there is none: skipped with a line that says so, because
 * Jest does not name what it skips. In CI nobody reads that line, so there it fails.
 */
export function withoutChromium(unseen: string): void {
  const text = `no chromium in PATH, so no browser has seen ${unseen}`;
  if (process.env.CI || process.env.UNDERSTUDY_CI) {
    test(text, () => {
      throw new Error(`${text}: install chromium`);
    });
    return;
  }
  process.stderr.write(`SKIPPED: ${text}\n`);
  test.skip(`SKIPPED: ${text}`, () => undefined);
}

/** Starts it with no way into any network: no name resolves, and nothing is fetched in the background. */
export async function startChromium(path: string): Promise<Chromium> {
  const home = await mkdtemp(join(tmpdir(), 'understudy-chromium-'));
  const child = spawn(path, [...FLAGS, `--user-data-dir=${home}/profile`], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: home, TMPDIR: home },
    // A group of its own, so that all of its processes can be ended together.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const pipe = openPipe(child);
  const close = async () => {
    await Promise.race([pipe.send('Browser.close').then(() => ended), afterMs(3_000)]).catch(
      () => undefined,
    );
    endGroup(child.pid);
    await ended;
    await rm(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  };
  return { openTab: () => openTab(pipe), close };
}

async function openTab({ send, sendTo, onEvent }: ReturnType<typeof openPipe>): Promise<Tab> {
  const { targetId } = await send<{ targetId: string }>('Target.createTarget', {
    url: 'about:blank',
  });
  const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', {
    targetId,
    flatten: true,
  });
  const requested: string[] = [];
  let loaded = (): void => undefined;
  onEvent(sessionId, 'Network.requestWillBeSent', ({ request }) =>
    requested.push((request as { url: string }).url),
  );
  onEvent(sessionId, 'Page.loadEventFired', () => loaded());
  const consoleTexts: string[] = [];
  for (const event of CONSOLE_EVENTS)
    onEvent(sessionId, event, (params) => consoleTexts.push(JSON.stringify(params)));
  const sendHere: Send = (method, params) => sendTo(sessionId, method, params);
  await Promise.all(DOMAINS.map((domain) => sendHere(`${domain}.enable`)));
  return {
    send: sendHere,
    requested,
    consoleTexts,
    load: async (url) => {
      const isLoaded = new Promise<void>((resolve) => {
        loaded = resolve;
      });
      await sendHere('Page.navigate', { url });
      await isLoaded;
    },
    evaluate: async <T>(expression: string) => {
      const answer = await sendHere<{
        result: { value: T };
        exceptionDetails?: { exception?: { description?: string } };
      }>('Runtime.evaluate', { expression, returnByValue: true });
      if (answer.exceptionDetails)
        throw new Error(answer.exceptionDetails.exception?.description ?? 'the page threw');
      return answer.result.value;
    },
  };
}

const DOMAINS = ['Page', 'Network', 'Runtime', 'Log'];
const CONSOLE_EVENTS = ['Runtime.consoleAPICalled', 'Runtime.exceptionThrown', 'Log.entryAdded'];

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const FLAGS = [
  '--headless',
  '--remote-debugging-pipe',
  // It opens only the pages of this test, and as root there is no sandbox.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--hide-scrollbars',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-breakpad',
  '--disable-crash-reporter',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--password-store=basic',
  '--host-resolver-rules=MAP * ~NOTFOUND',
];

const afterMs = (durationMs: number) =>
  new Promise<void>((resolve) => setTimeout(resolve, durationMs).unref());

/** The group, and only the group, of the browser that was started here. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
