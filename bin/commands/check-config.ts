import { describeProblem } from '../../lib/config/problem.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';
import { readSitesFile } from '../sites-file.ts';

export const checkConfig: Command = {
  usage: 'npm run check-config [-- FILE]',
  summary: 'check sites.yml, or another file, and list every problem at once',
  run: async (args) => {
    const { positionals } = parseOptions({ args: [...args], allowPositionals: true, options: {} });
    const file = positionals[0] ?? 'sites.yml';
    const { config, warnings } = await readSitesFile(file);
    for (const warning of warnings) process.stdout.write(`warning: ${describeProblem(warning)}\n`);
    const names = config.sites.map(({ name }) => name).join(', ');
    process.stdout.write(`${file} is fine: ${config.sites.length} site(s): ${names}\n`);
    return 0;
  },
};
