import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { publishHeaders } from '../core/publish-headers.ts';
import type { LocalFile, ReadContent, SkippedFile } from '../core/publish-world.ts';

/** More than a static site that stands in for a while needs: the folder was probably meant to be another. */
export const CONTENT_FILES_MAX = 2_000;
/** One file is read into memory and sent in one request. */
export const CONTENT_FILE_BYTES_MAX = 16 * 1024 * 1024;
/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const KEY_BYTES_MAX = 1_024;

/** The folder cannot be published: says what is wrong with it and what to do. */
export class ContentFolderError extends Error {
  override readonly name = 'ContentFolderError';
}

/** The path of a site's content folder: sites.yml names it relative to itself. */
export const contentFolderOf = (sitesFile: string, content: string): string =>
  isAbsolute(content) ? content : join(dirname(sitesFile), content);

/**
 * Reads a folder with the files of a static website. Left out, and told, is what is not meant for
 * visitors: names that begin with a dot, at any level, and links that lead out of the folder.
 */
export const readContentFolder: ReadContent = async (folder) => {
  const root = await realpath(folder).catch((cause) => {
    throw new ContentFolderError(folderProblem(folder, cause), { cause });
  });
  const found: Found = { paths: [], skipped: [] };
  await walk({ root, shown: folder }, { key: '', above: [root] }, found);
  const files: LocalFile[] = [];
  for (const { key, path } of found.paths.sort((a, b) => (a.key < b.key ? -1 : 1)))
    files.push(await describe(key, path));
  return { files, skipped: found.skipped };
};

const folderProblem = (folder: string, { code, message }: NodeJS.ErrnoException): string =>
  code === 'ENOENT'
    ? `there is no content folder ${folder}; make it, or correct secondary.content in sites.yml`
    : `the content folder ${folder} cannot be read: ${message}; correct its permissions or secondary.content in sites.yml`;

type Root = { readonly root: string; readonly shown: string };
/** A folder on the way: its key with a slash behind it, and the real folders that it stands in, itself last. */
type Place = { readonly key: string; readonly above: readonly string[] };
type Found = { readonly paths: { key: string; path: string }[]; readonly skipped: SkippedFile[] };

async function walk(root: Root, { key, above }: Place, found: Found): Promise<void> {
  const folder = above.at(-1) ?? root.root;
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    throw new ContentFolderError(folderProblem(join(root.shown, key), cause), { cause });
  });
  for (const { name } of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const at = key + name;
    const real = name.startsWith('.') ? null : await realpath(join(folder, name)).catch(() => null);
    const why = name.startsWith('.') ? 'begins with a dot' : whyNot(root, real, above);
    if (why !== null) found.skipped.push({ path: at, why });
    else if (real !== null) await take(root, { at, real, above }, found);
  }
}

/** Why a real path is not published; null when it is. */
function whyNot({ root }: Root, real: string | null, above: readonly string[]): string | null {
  if (real === null) return 'is a link that leads nowhere';
  const parts = relative(root, real).split(sep);
  if (parts[0] === '..') return 'is a link that leads out of the folder';
  if (parts.some((part) => part.startsWith('.'))) return 'is a link to what begins with a dot';
  if (real === root || above.includes(real)) return 'is a link to a folder that it stands in';
  return null;
}

async function take(
  root: Root,
  { at, real, above }: { at: string; real: string; above: readonly string[] },
  found: Found,
): Promise<void> {
  const facts = await stat(real);
  if (facts.isDirectory()) return walk(root, { key: `${at}/`, above: [...above, real] }, found);
  if (!facts.isFile()) {
    found.skipped.push({ path: at, why: 'is not a file' });
    return;
  }
  if (facts.size > CONTENT_FILE_BYTES_MAX)
    throw new ContentFolderError(
      `${at} in ${root.shown} has ${facts.size} bytes, and ${CONTENT_FILE_BYTES_MAX} are allowed; make it smaller or leave it out`,
    );
  if (Buffer.byteLength(at) > KEY_BYTES_MAX)
    throw new ContentFolderError(
      `the path ${at.slice(0, 60)}... in ${root.shown} is longer than the ${KEY_BYTES_MAX} bytes that S3 allows; shorten it`,
    );
  if (found.paths.length === CONTENT_FILES_MAX)
    throw new ContentFolderError(
      `${root.shown} has more than ${CONTENT_FILES_MAX} files; name the folder of the static site alone in secondary.content`,
    );
  found.paths.push({ key: at, path: real });
}

async function describe(key: string, path: string): Promise<LocalFile> {
  const bytes = await readBytes(key, path);
  const md5 = md5Of(bytes);
  return {
    key,
    md5,
    bytes: bytes.length,
    contentType: publishHeaders(key).contentType,
    read: async () => {
      const now = await readBytes(key, path);
      if (md5Of(now) !== md5)
        throw new ContentFolderError(`${key} changed while it was being published; publish again`);
      return now;
    },
  };
}

const readBytes = (key: string, path: string): Promise<Buffer> =>
  readFile(path).catch((cause: Error) => {
    throw new ContentFolderError(`${key} cannot be read: ${cause.message}; make it readable`, {
      cause,
    });
  });

const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
