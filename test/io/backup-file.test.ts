import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Backup, backupOf } from '../../lib/core/adopt/backup.ts';
import { planAdoption } from '../../lib/core/adopt/plan-adoption.ts';
import { epochMs } from '../../lib/core/time.ts';
import { BackupFileError, readBackupFile, writeBackupFile } from '../../lib/io/backup-file.ts';
import { BrokenBackupError, decodeBackup, encodeBackup } from '../../lib/io/backup-schema.ts';
import { choices, zoneSeen } from '../core/adopt/zone-world.ts';

const BACKUP: Backup = backupOf(planAdoption(zoneSeen(), choices()), {
  planId: 'abc',
  by: 'ada',
  savedAt: epochMs(Date.UTC(2026, 10, 23, 1)),
});

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-test-'));
  file = join(folder, 'backup.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('what was written is read, to the letter, by this user alone', async () => {
  await writeBackupFile(file, BACKUP);
  expect(await readBackupFile(file)).toEqual(BACKUP);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).toContain('"savedAt": "2026-11-23T01:00:00.000Z"');
});

test('another file is never written over', async () => {
  writeFileSync(file, 'mine');
  const late = writeBackupFile(file, BACKUP);
  await expect(late).rejects.toThrow(BackupFileError);
  await expect(late).rejects.toThrow(/already.*--backup/);
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test.each([
  ['a folder that is not there', 'no/such/folder/x.json', /no such file or folder/],
  ['a folder', '.', /it is a folder|already/],
])('%s cannot be written', async (_name, path, words) => {
  await expect(writeBackupFile(join(folder, path), BACKUP)).rejects.toThrow(words);
});

test('a file that is not there says so', async () => {
  await expect(readBackupFile(file)).rejects.toThrow(/cannot be read: there is no such file/);
});

const text = (change: object): string =>
  JSON.stringify({ ...JSON.parse(encodeBackup(BACKUP)), ...change });

test.each<[string, string, RegExp]>([
  ['no JSON', 'nonsense', /f\.json .*it is not JSON/],
  ['another version', text({ version: 2 }), /version/],
  ['a field that nobody knows', text({ extra: 1 }), /extra/],
  ['no inverse batch', text({ inverse: [] }), /inverse/],
  ['no moment', text({ savedAt: 'yesterday' }), /savedAt/],
  [
    'several problems, all of them',
    text({ planId: '', sites: [], zone: 1 }),
    /planId.*zone.*sites/,
  ],
])('%s is no backup', (_name, broken, words) => {
  expect(() => decodeBackup(broken, 'f.json')).toThrow(BrokenBackupError);
  expect(() => decodeBackup(broken, 'f.json')).toThrow(words);
});

test('what could not be read back is never written', async () => {
  await expect(writeBackupFile(file, { ...BACKUP, sites: [] })).rejects.toThrow(BrokenBackupError);
  await expect(readBackupFile(file)).rejects.toThrow(BackupFileError);
});
