import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  CONTENT_FILE_BYTES_MAX,
  CONTENT_FILES_MAX,
  contentFolderOf,
  readContentFolder,
} from '../../lib/io/content-folder.ts';

let top: string;
let folder: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'understudy-content-'));
  folder = join(top, 'site');
  mkdirSync(folder);
});
afterEach(() => rmSync(top, { recursive: true }));

const write = (path: string, text = 'x') => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const read = async () => {
  const { files, skipped } = await readContentFolder(folder);
  return { keys: files.map(({ key }) => key), skipped };
};

test('a file has the key, the MD5, the length and the type that its object will have', async () => {
  write('docs/größe.html', '<h1>sorry</h1>');
  const { files } = await readContentFolder(folder);
  expect(files).toEqual([
    {
      key: 'docs/größe.html',
      md5: '3ea49844fe4ebad4f370cc6327fb87e0',
      bytes: 14,
      contentType: 'text/html; charset=utf-8',
      read: expect.any(Function),
    },
  ]);
  expect(`${await files[0]?.read()}`).toBe('<h1>sorry</h1>');
});

test('files come in the order of their keys, whatever folders they are in', async () => {
  for (const path of ['b/a.css', 'b.css', 'a/z/y.png', 'c.html']) write(path);
  expect((await read()).keys).toEqual(['a/z/y.png', 'b.css', 'b/a.css', 'c.html']);
});

test('what begins with a dot is left out at any level, and that is told', async () => {
  for (const path of ['index.html', '.git/config', 'a/.DS_Store', 'a/b.css']) write(path);
  expect(await read()).toEqual({
    keys: ['a/b.css', 'index.html'],
    skipped: [
      { path: '.git', why: 'begins with a dot' },
      { path: 'a/.DS_Store', why: 'begins with a dot' },
    ],
  });
});

test.each([
  ['out of the folder', '../secret', 'is a link that leads out of the folder'],
  [
    'to its neighbour, whose name begins alike',
    '../site2',
    'is a link that leads out of the folder',
  ],
  ['nowhere', 'nothing', 'is a link that leads nowhere'],
  ['to the folder itself', '.', 'is a link to a folder that it stands in'],
  ['to a folder above it', 'a', 'is a link to a folder that it stands in'],
  ['to what is hidden', '.git/config', 'is a link to what begins with a dot'],
])('a link %s is left out, and that is told', async (_name, target, why) => {
  write('a/b.css');
  write('.git/config');
  writeFileSync(join(top, 'secret'), 'x');
  mkdirSync(join(top, 'site2'));
  symlinkSync(join(folder, target), join(folder, 'a/link'));
  const { keys, skipped } = await read();
  expect(keys).toEqual(['a/b.css']);
  expect(skipped).toContainEqual({ path: 'a/link', why });
});

test('a link within the folder is read as what it leads to', async () => {
  write('a/b.css');
  symlinkSync('a', join(folder, 'c'));
  symlinkSync('a/b.css', join(folder, 'd.css'));
  expect(await read()).toEqual({ keys: ['a/b.css', 'c/b.css', 'd.css'], skipped: [] });
});

test('the content folder itself may be a link', async () => {
  write('index.html');
  symlinkSync(folder, join(top, 'link'));
  const { files } = await readContentFolder(join(top, 'link'));
  expect(files.map(({ key }) => key)).toEqual(['index.html']);
});

test('an empty folder has no files', async () => {
  expect(await read()).toEqual({ keys: [], skipped: [] });
});

test.each([
  ['nowhere', 'there is no content folder nowhere; make it, or correct secondary.content'],
  ['package.json', 'the content folder package.json cannot be read: ENOTDIR'],
])('%s is no content folder', async (path, message) => {
  await expect(readContentFolder(path)).rejects.toThrow(message);
});

test('a file that is too large is refused by its name', async () => {
  write('film.mp4');
  truncateSync(join(folder, 'film.mp4'), CONTENT_FILE_BYTES_MAX + 1);
  await expect(readContentFolder(folder)).rejects.toThrow(
    `film.mp4 in ${folder} has 16777217 bytes, and 16777216 are allowed; make it smaller`,
  );
});

test('as many files as are allowed, and not one more', async () => {
  for (let n = 1; n <= CONTENT_FILES_MAX; n += 1) writeFileSync(join(folder, `${n}.txt`), '');
  expect((await read()).keys).toHaveLength(2_000);
  write('one-more.txt');
  await expect(readContentFolder(folder)).rejects.toThrow('has more than 2000 files');
});

test('a path that is too long for a key is refused', async () => {
  const part = 'a'.repeat(250);
  write(`${part}/${part}/${part}/${part}/${'b'.repeat(21)}`);
  await expect(readContentFolder(folder)).rejects.toThrow('longer than the 1024 bytes');
});

test('a file that changes after it was read is not sent', async () => {
  write('index.html', 'one');
  const { files } = await readContentFolder(folder);
  write('index.html', 'two');
  await expect(files[0]?.read()).rejects.toThrow(
    'index.html changed while it was being published; publish again',
  );
});

test.each([
  ['sites.yml', './site', 'site'],
  ['config/sites.yml', '../site', 'site'],
  ['/etc/sites.yml', 'site', '/etc/site'],
  ['config/sites.yml', '/srv/site', '/srv/site'],
])('of %s, the content %s is in %s', (file, content, path) => {
  expect(contentFolderOf(file, content)).toBe(path);
});
