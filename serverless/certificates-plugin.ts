/**
 * CloudFront takes certificates of one region only, and the stack stands in another. So they have a small
 * stack of their own there, which is made before this one and goes after it.
 */
import { bringCertificates, dropCertificates } from '../lib/app/deploying/certificates.ts';
import type { SideStackWait } from '../lib/app/deploying/side-stack.ts';
import type { Config } from '../lib/core/site.ts';
import {
  CERTIFICATES_REGION,
  certificatesStackName,
  certificatesTemplate,
  certified,
} from '../lib/stack/certificates.ts';
import { deployedFronts } from '../lib/stack/deployed-fronts.ts';
import { AWS_WORLD, type CertificatesWorld } from './certificates-world.ts';
import type { AccountProvider } from './deployed-stack.ts';
import type { Writers } from './publish-plugin.ts';
import { type WithTags, withSideStack } from './side-stacks.ts';
import { readSitesFile, type WithSitesFile } from './sites-file.ts';

/** As much of the framework as is needed here. */
export type Certified = WithSitesFile &
  WithTags & {
    readonly service: { readonly provider: StackSettings };
    readonly getProvider: (name: 'aws') => AccountProvider;
  };
type StackSettings = { stackParameters?: readonly Parameter[] };
type Parameter = { readonly ParameterKey: string; readonly ParameterValue: string };
type Hook =
  | 'before:deploy:deploy'
  | 'before:aws:deploy:deploy:updateStack'
  | 'after:deploy:deploy'
  | 'before:remove:remove'
  | 'after:remove:remove';

/**
 * Makes the certificates, hands their ARNs to the stack and takes away the ones that nobody needs. A stack
 * that has and wants no distribution never touches the other region.
 */
export class CertificatesPlugin {
  readonly hooks: Readonly<Record<Hook, () => Promise<void>>>;

  constructor(
    framework: Certified,
    _options: unknown,
    { log }: Writers,
    world: CertificatesWorld = AWS_WORLD,
  ) {
    let arns: ReadonlyMap<string, string> = new Map();
    let hadAny = false;
    const configOf = () => readSitesFile(framework).config;
    this.hooks = {
      'before:deploy:deploy': async () => {
        hadAny = await hasDistributions(framework, world);
        const config = configOf();
        if (certified(config.sites).length > 0) arns = await bring(framework, config, world, log);
      },
      // Not sooner: the first deployment makes a stack of the framework's own bucket, which takes none.
      'before:aws:deploy:deploy:updateStack': async () => handOver(framework, arns),
      'after:deploy:deploy': () => tidy(hadAny, log, () => drop(framework, configOf(), world, log)),
      'before:remove:remove': async () => {
        hadAny =
          (await hasDistributions(framework, world)) || certified(configOf().sites).length > 0;
      },
      'after:remove:remove': () =>
        tidy(hadAny, log, () => drop(framework, { ...configOf(), sites: [] }, world, log)),
    };
  }
}

async function hasDistributions(framework: Certified, world: CertificatesWorld): Promise<boolean> {
  const { stackName } = framework.service.provider;
  const outputs = await world.readOutputs(framework.getProvider('aws'), stackName);
  return deployedFronts(outputs).distributions.size > 0;
}

async function bring(
  framework: Certified,
  config: Config,
  world: CertificatesWorld,
  log: Writers['log'],
): Promise<ReadonlyMap<string, string>> {
  const template = certificatesTemplate(config, await zoneIds(framework, config, world));
  const outputs = await withStack(framework, world, log, (deps) =>
    bringCertificates(deps, template),
  );
  // Of certificates that are about to go, this stack knows nothing any more.
  return new Map([...outputs].filter(([id]) => id in template.Outputs));
}

async function drop(
  framework: Certified,
  config: Config,
  world: CertificatesWorld,
  log: Writers['log'],
): Promise<void> {
  const template = certificatesTemplate(config, await zoneIds(framework, config, world));
  await withStack(framework, world, log, (deps) => dropCertificates(deps, template));
}

/** A certificate that stays is free of charge, and the next deployment takes it away. */
async function tidy(
  hadAny: boolean,
  log: Writers['log'],
  work: () => Promise<void>,
): Promise<void> {
  if (!hadAny) return;
  await work().catch((error: unknown) => {
    log.error(error instanceof Error ? error.message : `${error}`);
    log.error(
      `The certificates that nobody needs any more stay in ${CERTIFICATES_REGION}; they cost nothing.`,
    );
  });
}

/** The parameters that serverless.yml may have of its own stay. */
function handOver({ service: { provider } }: Certified, arns: ReadonlyMap<string, string>): void {
  if (arns.size === 0) return;
  const own = [...arns].map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
  provider.stackParameters = [...(provider.stackParameters ?? []), ...own];
}

async function zoneIds(
  framework: Certified,
  { sites }: Config,
  world: CertificatesWorld,
): Promise<ReadonlyMap<string, string>> {
  const zones = [...new Set(certified(sites).map(({ hostedZone }) => hostedZone))];
  if (zones.length === 0) return new Map();
  const { deps, close } = await world.openRoute53(framework.getProvider('aws'), sites);
  try {
    const ids = zones.map(async (zone) => [zone, (await deps.readZone(zone)).id] as const);
    return new Map(await Promise.all(ids));
  } finally {
    close();
  }
}

function withStack<T>(
  framework: Certified,
  world: CertificatesWorld,
  log: Writers['log'],
  work: (wait: SideStackWait) => Promise<T>,
): Promise<T> {
  const { stackName } = framework.service.provider;
  const region = framework.getProvider('aws').getRegion();
  const name = certificatesStackName({ stack: stackName, region });
  const place = { name, region: CERTIFICATES_REGION };
  return withSideStack(framework, world, { place, log, patience: 'DNS takes some minutes' }, work);
}
