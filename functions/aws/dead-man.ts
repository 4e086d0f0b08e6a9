import type { SSMClient } from '@aws-sdk/client-ssm';
import type { Ping } from '../../lib/core/world.ts';
import { makeDeadManPing } from '../../lib/io/dead-man.ts';
import { makeReadSecret } from '../../lib/io/ssm.ts';

/**
 * The call that each window makes; null where sites.yml wants none. (To load the client only then was tried:
 * esbuild then keeps all of it, and wraps what it shares with the others, which took three times as long.)
 */
export const deadManPing = (ssm: SSMClient, parameter: string | null): Ping | null =>
  parameter === null ? null : makeDeadManPing({ readSecret: makeReadSecret(ssm), parameter });
