import { join } from 'node:path';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { build } from 'esbuild';
import type { EmulatedClient } from '../emulators/on.ts';
import { storedZip } from '../emulators/stored-zip.ts';
import { CreateRoleCommand, IAMClient } from './framework-clients.ts';

export const HEALTH_CHECK_FUNCTION = 'health-check-resource';

/** Puts the function behind the custom resource onto the emulator; its ARN. */
export async function makeHealthCheckFunction(client: EmulatedClient): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(__dirname, 'health-check-resource.ts')],
    bundle: true,
    format: 'cjs',
    minify: true,
    platform: 'node',
    target: 'node24',
    write: false,
  });
  const [iam, lambda] = [new IAMClient(client), new LambdaClient(client)];
  const role = await iam.send(
    new CreateRoleCommand({
      RoleName: HEALTH_CHECK_FUNCTION,
      AssumeRolePolicyDocument: JSON.stringify(TRUST),
    }),
  );
  const made = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: HEALTH_CHECK_FUNCTION,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Timeout: 30,
      Role: role.Role?.Arn,
      Code: { ZipFile: storedZip('index.js', outputFiles[0]?.text ?? '') },
    }),
  );
  for (const one of [iam, lambda]) one.destroy();
  return made.FunctionArn ?? '';
}

const TRUST = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ],
};
