import { writeFile } from 'node:fs/promises';
import { configJsonSchema } from '../../lib/config/json-schema.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const FILE = 'sites.schema.json';

export const schema: Command = {
  usage: 'npm run schema',
  summary: `write ${FILE}, with which editors complete sites.yml`,
  run: async (args) => {
    const { values } = parseOptions({
      args: [...args],
      options: { write: { type: 'boolean', default: false } },
    });
    const text = `${JSON.stringify(configJsonSchema(), null, 2)}\n`;
    if (values.write) await writeFile(FILE, text);
    else process.stdout.write(text);
    return 0;
  },
};
