import * as z from 'zod';
import { fileSchema } from './schema.ts';

/** The JSON schema of sites.yml for editors, made from the schema that `parseConfig` obeys. Draft 7 is what they all read. */
export const configJsonSchema = (): object =>
  z.toJSONSchema(fileSchema, { io: 'input', target: 'draft-7' });
