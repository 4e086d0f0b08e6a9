import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import stopEmulators from '../emulators/teardown.ts';

/** Ends what `setup.ts` started, and removes what it wrote. */
// biome-ignore lint/style/noDefaultExport: Jest calls the default export of this file.
export default async function teardown(): Promise<void> {
  await stopEmulators();
  const { UNDERSTUDY_OUTSIDE: table } = process.env;
  if (table !== undefined) rmSync(dirname(table), { recursive: true, force: true });
}
