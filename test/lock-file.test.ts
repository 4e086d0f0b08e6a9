import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type LockedPackage = {
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
};
const lock: { readonly packages: Readonly<Record<string, LockedPackage>> } = JSON.parse(
  readFileSync(join(__dirname, '../package-lock.json'), 'utf8'),
);

/** Where Node would look for a package that the one at `path` depends on, nearest first. */
function* placesOf(path: string, name: string): Generator<string> {
  for (let base = path; ; base = base.slice(0, Math.max(0, base.lastIndexOf('/node_modules/')))) {
    yield base === '' ? `node_modules/${name}` : `${base}/node_modules/${name}`;
    if (base === '') return;
    if (!base.includes('/node_modules/')) {
      yield `node_modules/${name}`;
      return;
    }
  }
}

/*
 * npm can write a lock file without the binaries of other platforms when their release lags behind;
 * `npm ci` then fails for everybody on such a platform.
 */
test('the lock file holds the optional packages of every platform', () => {
  const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => ![...placesOf(path, name)].some((place) => place in lock.packages))
      .map((name) => `${path} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

test('binaries of all three systems are there to be found', () => {
  const names = Object.keys(lock.packages).join('\n');
  for (const system of ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64'])
    expect(names).toContain(`node_modules/@biomejs/cli-${system}`);
});

test('the lock file names no registry', () => {
  const resolved = Object.values(lock.packages).flatMap(({ resolved: from }) => from ?? []);
  expect(resolved).toEqual([]);
});
