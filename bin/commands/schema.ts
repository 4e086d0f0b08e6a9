import { writeFile } from 'node:fs/promises';
import { configJsonSchema } from '../../lib/config/json-schema.ts';
import { alertJsonSchema } from '../../lib/io/alert-schema.ts';
import type { Command } from '../command.ts';
import { parseOptions } from '../options.ts';

const SITES = { file: 'sites.schema.json', make: configJsonSchema };
const ALERT = { file: 'docs/alert.schema.json', make: alertJsonSchema };

export const schema: Command = {
  usage: 'npm run schema',
  summary: `write ${SITES.file}, with which editors complete sites.yml, and ${ALERT.file}, for programs that read alerts`,
  run: async (args) => {
    const { values } = parseOptions({
      args: [...args],
      options: { write: { type: 'boolean', default: false } },
    });
    if (values.write) for (const one of [SITES, ALERT]) await writeFile(one.file, written(one));
    else process.stdout.write(written(SITES));
    return 0;
  },
};

const written = ({ make }: typeof SITES): string => `${JSON.stringify(make(), null, 2)}\n`;
