/** `npm run alerts:golden`: approves every mail as it is now. Read the difference before you commit it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GOLDEN_FOLDER, mailsNow } from './golden.ts';

rmSync(GOLDEN_FOLDER, { recursive: true, force: true });
mkdirSync(GOLDEN_FOLDER);
for (const [name, text] of mailsNow()) writeFileSync(join(GOLDEN_FOLDER, name), text);
