/**
 * A deploy makes the buckets of the secondaries; this puts the content into them, so that there is no
 * moment at which a failover would show visitors an empty bucket.
 */
import type { PublishDeps } from '../lib/app/deploying/publish.ts';
import { publishSites } from '../lib/app/deploying/publish-sites.ts';
import type { Site } from '../lib/core/site.ts';
import { contentFolderOf } from '../lib/io/content-folder.ts';
import { makePublishWorld } from '../lib/io/s3-publish.ts';
import { deedLine, publishedText } from '../lib/render/publish.ts';
import { type AwsProvider, credentialsOf } from './deployed-stack.ts';
import { fileOption, readSitesFile, type WithSitesFile } from './sites-file.ts';

/** As much of the framework as is needed here. */
export type Framework = WithSitesFile & {
  readonly getProvider: (name: 'aws') => Provider;
};
type Provider = Pick<AwsProvider, 'getAwsSdkV3Config'> & {
  readonly getAccountId: () => Promise<string>;
};
export type Writers = {
  readonly log: {
    readonly notice: (text: string) => void;
    readonly error: (text: string) => void;
  };
};

/** What changes the process that the plugin runs in, and the world that it publishes to. */
export type PluginWorld = {
  readonly open: (provider: Provider) => Promise<PublishDeps>;
  readonly setExitCode: (code: number) => void;
};

const AWS_WORLD: PluginWorld = {
  open: async (provider) => {
    const credentials = await credentialsOf(provider);
    return makePublishWorld(credentials, await provider.getAccountId());
  },
  setExitCode: (code) => {
    process.exitCode = code;
  },
};

/**
 * Publishes every site after each deploy. A failure does not undo the deploy and is not thrown: the
 * framework would call the stack failed, which it is not, and leave out its own last steps.
 */
export class PublishPlugin {
  readonly hooks: { readonly 'after:deploy:deploy': () => Promise<void> };

  constructor(
    framework: Framework,
    _options: unknown,
    { log }: Writers,
    world: PluginWorld = AWS_WORLD,
  ) {
    this.hooks = {
      'after:deploy:deploy': () =>
        publishAfterDeploy(framework, log, world).catch((error: unknown) => {
          for (const line of problemsIn(error)) log.error(line);
          log.error(
            `The stack is deployed, but its secondaries do not have their content; publish it: npm start -- publish${fileOption(framework)}`,
          );
          world.setExitCode(1);
        }),
    };
  }
}

async function publishAfterDeploy(
  framework: Framework,
  log: Writers['log'],
  { open }: PluginWorld,
): Promise<void> {
  const sites = sitesOf(framework);
  const deps = await open(framework.getProvider('aws'));
  const { failures } = await publishSites(deps, sites, {
    isDryRun: false,
    onDeed: (deed) => log.notice(deedLine(deed)),
    onPublished: (published) => log.notice(publishedText(published)),
  });
  if (failures.length > 0) throw new AggregateError(failures, 'sites were not published');
}

/** The sites file that was deployed, with folders that can be found from anywhere. */
function sitesOf(framework: Framework): readonly Site[] {
  const { file, config } = readSitesFile(framework);
  return config.sites.map((site) => ({
    ...site,
    secondary: { ...site.secondary, content: contentFolderOf(file, site.secondary.content) },
  }));
}

function problemsIn(error: unknown): readonly string[] {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
  return errors.map((one) => (one instanceof Error ? one.message : String(one)));
}
