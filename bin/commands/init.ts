import { access, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { draftSites } from '../../lib/app/init.ts';
import { sitesFileAccepts } from '../../lib/config/accepts.ts';
import { roleArn } from '../../lib/config/arns.ts';
import { parseConfig } from '../../lib/config/parse.ts';
import { describeProblem, type Problem } from '../../lib/config/problem.ts';
import { alertEmail, zoneName } from '../../lib/config/texts.ts';
import { decode } from '../../lib/config/wording.ts';
import type { SitesDraft } from '../../lib/core/init/draft.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { leftOutText } from '../../lib/render/init-words.ts';
import { sitesFileText } from '../../lib/render/sites-file.ts';
import { type Command, UsageError } from '../command.ts';
import { areBadCredentials, ControllerError, CredentialsError } from '../controller/failures.ts';
import { type OpenInitWorld, openInitWorld } from '../init/init-world.ts';
import { parseOptions } from '../options.ts';

/** Drafts a first sites.yml from what a zone holds. Reads alone; nothing of AWS is changed. */
export const initCommand = (open: OpenInitWorld = openInitWorld): Command => ({
  usage:
    'npm start -- init DOMAIN [--out sites.yml] [--email ops@example.com] [--stdout]\n' +
    '      [--zone-role ARN]',
  summary: 'look at the zone of a domain and write a first sites.yml for what it finds',
  run: async (args) => {
    const options = parse(args);
    if (options.out !== null) await refuseExisting(options.out);
    const settingsRegion = process.env.AWS_REGION || process.env.AWS_DEFAULT_REGION || null;
    const world = await open(settingsRegion, options.zoneRoleArn);
    const draft = await draftSites(world, {
      ...options,
      settingsRegion,
      accepts: sitesFileAccepts,
    }).catch(explainAws);
    if (draft.sites.length === 0) throw new NothingToDraftError(draft);
    const text = sitesFileText(draft, rootFrom(options.out ?? 'sites.yml'));
    const warnings = warningsIn(text, options.out ?? 'sites.yml');
    if (options.out === null) process.stdout.write(text);
    else await writeNew(options.out, text);
    const told = options.out === null ? process.stderr : process.stdout;
    told.write(endingText(draft, options.out, warnings));
    return 0;
  },
});

type Options = {
  readonly domain: string;
  readonly emails: readonly string[];
  /** Role of the other account that has the zone; null: it is in the caller's own. */
  readonly zoneRoleArn: string | null;
  /** Null: the text goes to standard output. */
  readonly out: string | null;
};

function parse(args: readonly string[]): Options {
  const { values, positionals } = parseOptions({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      email: { type: 'string', multiple: true, default: [] },
      stdout: { type: 'boolean', default: false },
      'zone-role': { type: 'string' },
    },
  });
  const [domain, ...others] = positionals;
  if (domain === undefined || others.length > 0)
    throw new UsageError(
      `init takes one domain, got ${positionals.join(' ') || 'none'}; write it like: npm start -- init example.com`,
    );
  if (values.stdout && values.out !== undefined)
    throw new UsageError('init takes --out or --stdout, not both');
  const emails = values.email.flatMap((text) => text.split(',')).map((text) => text.trim());
  return {
    domain: read('DOMAIN', zoneName, domain),
    emails: [...new Set(emails)].map((email) => read('--email', alertEmail, email)),
    zoneRoleArn:
      values['zone-role'] === undefined ? null : read('--zone-role', roleArn, values['zone-role']),
    out: values.stdout ? null : (values.out ?? 'sites.yml'),
  };
}

/** As sites.yml would read it, or with its words on what is wrong. */
function read(
  what: string,
  schema: typeof zoneName | typeof alertEmail | typeof roleArn,
  text: string,
): string {
  const { success, data, error } = schema.safeParse(text);
  if (success) return data;
  const [complaint] = decode(error.issues[0]?.message ?? '[]');
  throw new UsageError(
    `${what}: ${complaint?.message ?? `${text} is not understood`}; ${complaint?.instead ?? 'write another'}`,
  );
}

/** Asked before AWS is, so that nobody waits for nothing. */
async function refuseExisting(file: string): Promise<void> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere) throw existing(file);
}

const existing = (file: string): UsageError =>
  new UsageError(
    `${file} is there already and stays as it is: name another file with --out, move it away, or print the draft with --stdout`,
  );

/** Never over another file, not even over one that has come meanwhile. */
const writeNew = (file: string, text: string): Promise<void> =>
  writeFile(file, text, { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? existing(file) : error;
  });

/** Nothing at the names that are looked at can be a site, so there is no file to write. */
class NothingToDraftError extends ControllerError {
  override readonly name = 'NothingToDraftError';
  constructor({ zone, leftOut }: SitesDraft) {
    const why = leftOut.map((one) => `${one.name}: ${leftOutText(one)}`).join(' ');
    super(`the zone ${zone} has nothing to begin with, so nothing was written. ${why}`);
  }
}

/** The content and the schema are the project's, wherever the file is. */
function rootFrom(file: string): string {
  const way = relative(dirname(resolve(file)), '.');
  return way === '' ? './' : `${way}/`;
}

/** What check-config will say of it; a draft that it refuses is not worth a file. */
function warningsIn(text: string, file: string): readonly Problem[] {
  const parsed = parseConfig(text, file);
  if (parsed.ok) return parsed.warnings;
  const lines = parsed.problems.map(describeProblem);
  throw new UsageError(['this makes no sites.yml, so nothing was written', ...lines].join('\n'));
}

function endingText(draft: SitesDraft, out: string | null, problems: readonly Problem[]): string {
  const file = out ?? 'sites.yml';
  const names = draft.sites.map(({ name }) => name);
  const left = draft.leftOut.map((one) => `  left out, ${one.name}: ${leftOutText(one)}\n`);
  const warnings = problems.map((problem) => `  to look at: ${describeProblem(problem)}\n`);
  const isUsual = file === 'sites.yml';
  const steps = [
    `read ${file}${draft.emails.length === 0 ? ', and fill in under alerts who is told' : ''}`,
    isUsual ? 'npm run check-config' : `npm run check-config -- ${file}`,
    isUsual ? 'npm run deploy' : `npm run deploy -- --param sitesFile=${file}`,
    // All of them are in one zone, so that one change adopts them together.
    `npm start -- adopt ${names.join(' ')}${isUsual ? '' : ` --file ${file}`}   (shows the plan; --apply carries it out)`,
  ];
  return [
    `${out === null ? 'The draft has' : `${out} is written, with`} ${names.length} site(s): ${names.join(', ')}\n`,
    ...left,
    ...warnings,
    '\nNext:\n',
    ...steps.map((step, index) => `  ${index + 1}. ${step}\n`),
  ].join('');
}

/** The same failure, with what to do about it at this terminal. */
const explainAws = (error: unknown): never => {
  if (areBadCredentials(error))
    throw new CredentialsError(`AWS does not accept these credentials (${error.code})`, {
      cause: error,
    });
  if (error instanceof AwsCallError)
    throw new ControllerError(`${error.message}; nothing was written`, { cause: error });
  throw error;
};
