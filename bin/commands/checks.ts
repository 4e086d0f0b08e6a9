import { writeFile } from 'node:fs/promises';
import { ALL_CHECKS } from '../../lib/core/verify/all-checks.ts';
import { checksPage } from '../../lib/render/check-facts.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const FILE = 'docs/checks.md';

export const checks: Command = {
  usage: 'npm run checks',
  summary: `write ${FILE}: every check of a verification, why it matters and where it comes from`,
  run: async (args) => {
    const { values } = parseOptions({
      args: [...args],
      options: { write: { type: 'boolean', default: false } },
    });
    const page = checksPage(ALL_CHECKS);
    if (values.write) await writeFile(FILE, page);
    else process.stdout.write(page);
    return 0;
  },
};
