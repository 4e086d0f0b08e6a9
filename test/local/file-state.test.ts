import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BrokenRecordError } from '../../lib/core/records.ts';
import { makeFileStores, replaceFile, StateFileError } from '../../lib/local/file-state.ts';
import { CONTROLLER_STATE, MONITOR_STATE } from '../contract/state-store.contract.ts';
import { AUDIT_ENTRY } from '../fixtures/records.ts';

const SITE = 'www.example.com';
const json = { encode: JSON.stringify, decode: (text: string) => JSON.parse(text) };
const codecs = { monitor: json, controller: json, audit: json };

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-state-'));
  file = join(folder, 'state.json');
});
afterEach(() => rm(folder, { recursive: true }));

const failing = (code: string) => async () => {
  throw Object.assign(new Error(`${code}: refused`), { code });
};

test('a new pair of stores on the same file goes on where the old one stopped', async () => {
  await makeFileStores({ file, codecs }).monitor.save(SITE, MONITOR_STATE, 0);
  const { monitor } = makeFileStores({ file, codecs });
  expect(await monitor.load(SITE)).toEqual({ value: MONITOR_STATE, version: 1 });
});

test('so does the audit trail, whatever the monitor saves in between', async () => {
  const before = makeFileStores({ file, codecs });
  await before.controller.save(SITE, CONTROLLER_STATE, 0, [AUDIT_ENTRY]);
  await before.monitor.save(SITE, MONITOR_STATE, 0);
  const after = makeFileStores({ file, codecs });
  await after.controller.save(SITE, CONTROLLER_STATE, 1, [{ ...AUDIT_ENTRY, event: 'release' }]);
  expect((await after.readHistory(SITE, 9)).map(({ event }) => event)).toEqual([
    'release',
    'failover-begun',
  ]);
});

test('a record that could not be written leaves no entry', async () => {
  const good = makeFileStores({ file, codecs });
  const full = makeFileStores({ file, codecs, writeText: failing('ENOSPC') });
  const save = full.controller.save(SITE, CONTROLLER_STATE, 0, [AUDIT_ENTRY]);
  await expect(save).rejects.toThrow(StateFileError);
  expect(await good.readHistory(SITE, 9)).toEqual([]);
});

test('folders that are missing are made', async () => {
  const deep = join(folder, 'a', 'b', 'state.json');
  await makeFileStores({ file: deep, codecs }).monitor.save(SITE, MONITOR_STATE, 0);
  expect((await stat(deep)).isFile()).toBe(true);
});

test('only the owner may read the file, and nothing else is left in the folder', async () => {
  const { monitor, controller } = makeFileStores({ file, codecs });
  await Promise.all([
    monitor.save(SITE, MONITOR_STATE, 0),
    controller.save(SITE, CONTROLLER_STATE, 0),
    monitor.save('shop.example.com', MONITOR_STATE, 0),
  ]);
  expect(await readdir(folder)).toEqual(['state.json']);
  expect(Object.keys(JSON.parse(await readFile(file, 'utf8')).monitor)).toHaveLength(2);
});

test.each([
  ['is cut in the middle', '{"monitor": {"www.exam'],
  ['is empty', ''],
  ['is JSON of another kind', '[]'],
  ['lacks the versions', '{"monitor":{"www.example.com":{"value":{}}},"controller":{},"audit":[]}'],
  ['lacks the audit trail', '{"monitor":{},"controller":{}}'],
  ['has another kind of audit trail', '{"monitor":{},"controller":{},"audit":{}}'],
])('a file that %s is a broken record, and is left as it is', async (_name, text) => {
  await writeFile(file, text);
  const { monitor, readHistory } = makeFileStores({ file, codecs });
  await expect(monitor.load(SITE)).rejects.toThrow(BrokenRecordError);
  await expect(monitor.save(SITE, MONITOR_STATE, 0)).rejects.toThrow(file);
  await expect(readHistory(SITE, 1)).rejects.toThrow(BrokenRecordError);
  expect(await readFile(file, 'utf8')).toBe(text);
});

test('what the codec refuses is refused', async () => {
  const good = makeFileStores({ file, codecs });
  await good.monitor.save(SITE, MONITOR_STATE, 0);
  const decode = (_text: string, record: string) => {
    throw new BrokenRecordError(record, 'test');
  };
  const { monitor } = makeFileStores({ file, codecs: { ...codecs, monitor: { ...json, decode } } });
  await expect(monitor.load(SITE)).rejects.toThrow('monitor record of www.example.com');
  await good.controller.save(SITE, CONTROLLER_STATE, 0, [AUDIT_ENTRY]);
  const { readHistory } = makeFileStores({
    file,
    codecs: { ...codecs, audit: { ...json, decode } },
  });
  await expect(readHistory(SITE, 9)).rejects.toThrow(`audit entry of ${file}`);
});

test.each([
  ['ENOSPC', 'the disk is full; free some space'],
  ['EACCES', 'permission denied; change the permissions'],
  ['EROFS', 'the disk is read-only; choose another folder'],
  ['EIO', 'the system refused (EIO)'],
])('%s is one line that says what to do, and the old record stays', async (code, advice) => {
  const good = makeFileStores({ file, codecs });
  await good.monitor.save(SITE, MONITOR_STATE, 0);
  const { monitor } = makeFileStores({ file, codecs, writeText: failing(code) });
  const save = monitor.save(SITE, { ...MONITOR_STATE, health: {} }, 1);
  await expect(save).rejects.toThrow(StateFileError);
  await expect(save).rejects.toThrow(`cannot write ${file}: ${advice}`);
  expect(await good.monitor.load(SITE)).toEqual({ value: MONITOR_STATE, version: 1 });
});

test('a file that cannot be replaced leaves no temporary file behind', async () => {
  await mkdir(join(folder, 'state.json', 'full'), { recursive: true });
  await expect(replaceFile(file, 'text')).rejects.toMatchObject({ code: expect.any(String) });
  expect(await readdir(folder)).toEqual(['state.json']);
});

test('a folder in place of the file is named', async () => {
  const { monitor } = makeFileStores({ file: folder, codecs });
  await expect(monitor.load(SITE)).rejects.toThrow('it is a folder; choose another file');
});

test('after a failed save the next one goes through', async () => {
  let failures = 1;
  const { monitor } = makeFileStores({
    file,
    codecs,
    writeText: async (path, text) => {
      failures -= 1;
      if (failures >= 0) await failing('ENOSPC')();
      await writeFile(path, text);
    },
  });
  const saves = [monitor.save(SITE, MONITOR_STATE, 0), monitor.save(SITE, MONITOR_STATE, 0)];
  const outcomes = await Promise.allSettled(saves);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
});
