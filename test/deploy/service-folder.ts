import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export type ServiceFolder = {
  readonly path: string;
  readonly writeSites: (text: string) => void;
  readonly remove: () => void;
};

const PROJECT = resolve(__dirname, '../..');
const COPIED = ['functions', 'lib', 'serverless', 'site', 'package.json', 'tsconfig.json'];
const PLUGIN = ['emulator-plugin.js', 'emulator-plugin.ts'];
const PLUGINS_BEGIN = '\nplugins:\n';

/**
 * A copy of all that is deployed, with one plugin more in its serverless.yml: the framework takes its
 * configuration from the folder in which it runs only, and the real one stays as users have it.
 */
export function makeServiceFolder(): ServiceFolder {
  const path = mkdtempSync(join(tmpdir(), 'understudy-deploy-'));
  for (const name of COPIED) cpSync(join(PROJECT, name), join(path, name), { recursive: true });
  for (const name of PLUGIN) cpSync(join(__dirname, name), join(path, name));
  symlinkSync(join(PROJECT, 'node_modules'), join(path, 'node_modules'));
  const [before, after, ...more] = readFileSync(join(PROJECT, 'serverless.yml'), 'utf8').split(
    PLUGINS_BEGIN,
  );
  if (after === undefined || more.length > 0) throw new Error('serverless.yml has no one plugins:');
  const text = `${before}${PLUGINS_BEGIN}  - ./${PLUGIN[0]}\n${after}`;
  writeFileSync(join(path, 'serverless.yml'), text);
  return {
    path,
    writeSites: (sites) => writeFileSync(join(path, 'sites.yml'), sites),
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
