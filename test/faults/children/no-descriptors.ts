import { closeSync, openSync } from 'node:fs';
import { ask, report } from './ask.ts';

/** Run with a low `ulimit -n`: takes every file descriptor there is, and probes with none left. */
const port = Number(process.argv[2]);
const before = await ask(port, { fresh: true });
const taken = takeAll();
const without = await ask(port, { fresh: true });
const name = await ask(port, { fresh: true, address: 'localhost' });
for (const descriptor of taken) closeSync(descriptor);
report({ before, without, name, after: await ask(port, { fresh: true }) });

function takeAll(): number[] {
  const descriptors: number[] = [];
  for (;;) {
    try {
      descriptors.push(openSync('/dev/null', 'r'));
    } catch {
      return descriptors;
    }
  }
}
