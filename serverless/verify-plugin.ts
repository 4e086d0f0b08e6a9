/**
 * A deploy that went well says nothing of whether a failover would: this asks the function that was just
 * deployed, and says what is next.
 */
import { LambdaClient, type LambdaClientConfig } from '@aws-sdk/client-lambda';
import { AWS_CLIENT_LIMITS } from '../lib/io/aws-call.ts';
import { ANSWER_MS_MAX, makeAskFailover } from '../lib/io/lambda.ts';
import { afterDeployLines, type DeployedSite } from '../lib/render/after-deploy.ts';
import type { Writers } from './publish-plugin.ts';

/** As much of the framework as is needed here. */
export type Deployed = {
  readonly service: { readonly provider: { readonly stackName: string } };
  readonly getProvider: (name: 'aws') => Provider;
};
type Provider = {
  readonly getAwsSdkV3Config: () => Promise<Pick<LambdaClientConfig, 'credentials'>>;
  readonly getRegion: () => string;
};

/** Asks the failover function of the stack that was deployed. */
export type AskDeployed = (framework: Deployed) => Promise<unknown>;

/** Verifies after each deploy. Whatever it finds, and whatever keeps it from finding, the deploy stands. */
export class VerifyPlugin {
  readonly hooks: { readonly 'after:deploy:deploy': () => Promise<void> };

  constructor(
    framework: Deployed,
    _options: unknown,
    { log }: Writers,
    ask: AskDeployed = askDeployed,
  ) {
    this.hooks = {
      'after:deploy:deploy': async () => {
        try {
          for (const line of afterDeployLines(sitesIn(await ask(framework)))) log.notice(line);
        } catch (error) {
          const why = error instanceof Error ? error.message : `${error}`;
          log.error(`The stack is deployed and was not verified: ${why}`);
          log.error('Verify it yourself: npm start -- verify');
        }
      },
    };
  }
}

const askDeployed: AskDeployed = async (framework) => {
  const provider = framework.getProvider('aws');
  const { credentials } = await provider.getAwsSdkV3Config();
  const client = new LambdaClient({
    ...AWS_CLIENT_LIMITS,
    // An answer takes as long as it takes; asking again would only verify twice.
    maxAttempts: 1,
    requestHandler: { ...AWS_CLIENT_LIMITS.requestHandler, requestTimeout: ANSWER_MS_MAX },
    region: provider.getRegion(),
    ...(credentials === undefined ? {} : { credentials }),
  });
  const name = `${framework.service.provider.stackName}-failover`;
  try {
    return await makeAskFailover(client, name)({ action: 'verify', by: 'deploy' });
  } finally {
    client.destroy();
  }
};

/** The function's answer, as far as it is needed here. */
function sitesIn(answer: unknown): readonly DeployedSite[] {
  const { verifications } = (answer ?? {}) as { readonly verifications?: unknown };
  if (!Array.isArray(verifications)) throw new Error('the failover function gave no verification');
  return verifications as readonly DeployedSite[];
}
