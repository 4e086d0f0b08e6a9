import type { PublishDeps } from '../../lib/app/deploying/publish.ts';
import { publishSites, type SitesPublished } from '../../lib/app/deploying/publish-sites.ts';
import { UnknownSiteError } from '../../lib/app/failover-actions.ts';
import type { Site } from '../../lib/core/site.ts';
import { AwsCallError } from '../../lib/io/aws-errors.ts';
import { contentFolderOf } from '../../lib/io/content-folder.ts';
import { makePublishWorld } from '../../lib/io/s3-publish.ts';
import { deedLine, publishedText } from '../../lib/render/publish.ts';
import { type Command, UsageError } from '../command.ts';
import { callerOf } from '../controller/caller.ts';
import { signIn } from '../controller/credentials.ts';
import { areBadCredentials, ControllerError, CredentialsError } from '../controller/failures.ts';
import { parseOptions } from '../options.ts';
import { readSitesFile } from '../sites-file.ts';

/** Puts the content of the secondaries into their buckets; what the deploy does by itself. */
export const publish: Command = {
  usage: 'npm start -- publish [SITE] [--dry-run] [--json] [--file sites.yml]',
  summary: "put the secondary's content into its bucket: what changed, and nothing else",
  run: async (args, { signal }) => {
    const options = parse(args);
    const { config } = await readSitesFile(options.file);
    const sites = sitesOf(config.sites, options);
    const deps = await openWorld(sites[0]?.secondary.region ?? '');
    const write = (text: string) => {
      if (!options.json) process.stdout.write(`${text}\n`);
    };
    const outcome = await publishSites(deps, sites, {
      isDryRun: options.isDryRun,
      signal,
      onDeed: (deed) => write(deedLine(deed)),
      onPublished: (published) => write(publishedText(published)),
    });
    if (options.json) process.stdout.write(`${JSON.stringify(asJson(outcome))}\n`);
    if (outcome.failures.length > 0) throw asOne(outcome.failures);
    return 0;
  },
};

type Options = {
  readonly site: string | null;
  readonly file: string;
  readonly isDryRun: boolean;
  readonly json: boolean;
};

function parse(args: readonly string[]): Options {
  const { values, positionals } = parseOptions({
    args: [...args],
    allowPositionals: true,
    options: {
      file: { type: 'string', default: 'sites.yml' },
      'dry-run': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length > 1)
    throw new UsageError(`publish takes one site, got ${positionals.join(' ')}`);
  const { file, json } = values;
  return { site: positionals[0] ?? null, file, json, isDryRun: values['dry-run'] };
}

/** With folders as they are seen from here: sites.yml names them relative to itself. */
function sitesOf(all: readonly Site[], { site, file }: Options): readonly Site[] {
  const sites = all.filter(({ name }) => site === null || name === site);
  if (site !== null && sites.length === 0)
    throw new UnknownSiteError(
      site,
      all.map(({ name }) => name),
    );
  return sites.map((one) => ({
    ...one,
    secondary: { ...one.secondary, content: contentFolderOf(file, one.secondary.content) },
  }));
}

async function openWorld(region: string): Promise<PublishDeps> {
  const { credentials, accountId, askIdentity } = await signIn(region);
  const { account, doubt } = await callerOf(askIdentity, null, () => 'somebody');
  if (account === null && accountId === null)
    process.stderr.write(
      `understudy: AWS did not tell the account, so nobody looked whose the buckets are (${doubt})\n`,
    );
  return makePublishWorld(credentials, account ?? accountId);
}

const asJson = ({ published, failures }: SitesPublished) => ({
  published,
  failures: failures.map((failure) => (failure instanceof Error ? failure.message : `${failure}`)),
});

function asOne(failures: readonly unknown[]): unknown {
  const told = failures.map(forPeople);
  return told.length === 1 ? told[0] : new AggregateError(told, 'sites were not published');
}

/** What fails by itself, and not as a change that could not be made, fails before the first change. */
function forPeople(failure: unknown): unknown {
  if (areBadCredentials(failure))
    return new CredentialsError(`AWS does not accept these credentials (${failure.code})`, {
      cause: failure,
    });
  return failure instanceof AwsCallError
    ? new ControllerError(`${failure.message}; nothing was changed; publish again`, {
        cause: failure,
      })
    : failure;
}
