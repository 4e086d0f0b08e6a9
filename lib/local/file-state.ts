import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { AuditEntry } from '../core/audit.ts';
import {
  BrokenRecordError,
  type ControllerState,
  type MonitorState,
  StaleRecordError,
  type Stored,
} from '../core/records.ts';
import type { ControllerStore, MonitorStore, ReadHistory } from '../core/world.ts';
import { errorCode } from './error-code.ts';

/** Between a value and its JSON text; `decode` throws BrokenRecordError for what it does not understand. */
export type Codec<T> = {
  readonly encode: (value: T) => string;
  readonly decode: (text: string, record: string) => T;
};

export type FileStores = {
  readonly monitor: MonitorStore;
  readonly controller: ControllerStore;
  /** The audit entries that were saved with the controller's records. */
  readonly readHistory: ReadHistory;
};

/** The file with the records cannot be read or written; the message says what to do. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/**
 * Keeps both kinds of record in one JSON file. Saves in this process take turns; two processes
 * must not share a file. The codecs are handed in, because the records' schema lives in another room.
 */
export function makeFileStores(options: {
  readonly file: string;
  readonly codecs: {
    readonly monitor: Codec<MonitorState>;
    readonly controller: Codec<ControllerState>;
    readonly audit: Codec<AuditEntry>;
  };
  readonly writeText?: WriteText;
}): FileStores {
  const { file, codecs, writeText = replaceFile } = options;
  const book: Book = { file, writeText, turn: makeTurns() };
  return {
    monitor: storeOf(book, 'monitor', codecs.monitor, codecs.audit),
    controller: storeOf(book, 'controller', codecs.controller, codecs.audit),
    readHistory: async (site, limit) => {
      const { audit } = await readContents(file);
      return audit
        .map((entry) => codecs.audit.decode(JSON.stringify(entry), `audit entry of ${file}`))
        .filter((entry) => entry.site === site)
        .toReversed()
        .slice(0, limit);
    },
  };
}

export type WriteText = (file: string, text: string) => Promise<void>;

/** Replaces a file as a whole: a crash leaves the old one or the new one, never half of either. */
export async function replaceFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

type Kind = 'monitor' | 'controller';
type Book = { readonly file: string; readonly writeText: WriteText; readonly turn: TakeTurn };
type Entry = { readonly version: number; readonly value: unknown };
type Contents = Readonly<Record<Kind, Readonly<Record<string, Entry>>>> & {
  readonly audit: readonly unknown[];
};

function storeOf<T>(book: Book, kind: Kind, codec: Codec<T>, auditCodec: Codec<AuditEntry>) {
  return {
    load: async (site: string): Promise<Stored<T> | null> => {
      const entry = entryOf(await readContents(book.file), kind, site);
      if (entry === undefined) return null;
      const value = codec.decode(JSON.stringify(entry.value), recordName(kind, site));
      return { value, version: entry.version };
    },
    save: (
      site: string,
      value: T,
      expectedVersion: number,
      entries: readonly AuditEntry[] = [],
    ): Promise<number> =>
      book.turn(async () => {
        const contents = await readContents(book.file);
        const stored = entryOf(contents, kind, site)?.version ?? 0;
        if (stored !== expectedVersion)
          throw new StaleRecordError(recordName(kind, site), expectedVersion);
        const entry = { version: stored + 1, value: JSON.parse(codec.encode(value)) };
        const audit = [
          ...contents.audit,
          ...entries.map((one) => JSON.parse(auditCodec.encode(one)) as unknown),
        ];
        const next = { ...contents, audit, [kind]: { ...contents[kind], [site]: entry } };
        await write(book, `${JSON.stringify(next, null, 2)}\n`);
        return entry.version;
      }),
  };
}

const recordName = (kind: Kind, site: string): string => `${kind} record of ${site}`;

const entryOf = (contents: Contents, kind: Kind, site: string): Entry | undefined =>
  Object.hasOwn(contents[kind], site) ? contents[kind][site] : undefined;

async function readContents(file: string): Promise<Contents> {
  const text = await readText(file);
  if (text === null) return { monitor: {}, controller: {}, audit: [] };
  const json = parseJson(file, text);
  if (!isContents(json)) throw new BrokenRecordError(file, 'it is not a file of records');
  return json;
}

async function readText(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw new StateFileError(`cannot read ${file}: ${adviceOn(error)}`, { cause: error });
  }
}

async function write({ file, writeText }: Book, text: string): Promise<void> {
  try {
    await writeText(file, text);
  } catch (error) {
    throw new StateFileError(`cannot write ${file}: ${adviceOn(error)}`, { cause: error });
  }
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BrokenRecordError(file, 'it is not JSON', { cause: error });
  }
}

const isContents = (json: unknown): json is Contents =>
  isObject(json) && [json.monitor, json.controller].every(isShelf) && Array.isArray(json.audit);

const isShelf = (shelf: unknown): boolean =>
  isObject(shelf) &&
  Object.values(shelf).every((entry) => isObject(entry) && Number.isInteger(entry.version));

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const ADVICE: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full; free some space or choose another folder',
  EDQUOT: 'the disk quota is used up; free some space or choose another folder',
  EACCES: 'permission denied; change the permissions or choose another folder',
  EPERM: 'permission denied; change the permissions or choose another folder',
  EROFS: 'the disk is read-only; choose another folder',
  EISDIR: 'it is a folder; choose another file',
  ENOTDIR: 'a part of its path is not a folder; choose another one',
};

function adviceOn(error: unknown): string {
  const code = errorCode(error) ?? String(error);
  return `${ADVICE[code] ?? 'the system refused'} (${code})`;
}

type TakeTurn = <T>(work: () => Promise<T>) => Promise<T>;

/** Runs pieces of work one after another, whatever becomes of the one before. */
function makeTurns(): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => {});
    return mine;
  };
}
