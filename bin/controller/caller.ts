import { hostname, userInfo } from 'node:os';
import type { AskCallerIdentity } from '../../lib/io/caller-identity.ts';
import { areBadCredentials, CredentialsError } from './failures.ts';

/** Who gives the order, for the record; `account` is null when nobody could tell. */
export type Caller = {
  readonly by: string;
  readonly account: string | null;
  /** Why AWS did not tell who it is; null when it did. */
  readonly doubt: string | null;
};

/** As long as the function lets a name be. */
const BY_CHARS_MAX = 500;

/**
 * The identity that AWS knows; somebody's own name stands beside it, never in its place. When STS
 * cannot be asked the order is carried out all the same, and says that nobody has proved who gave it.
 */
export async function callerOf(
  ask: AskCallerIdentity,
  by: string | null,
  nameHere: () => string = localName,
): Promise<Caller> {
  try {
    const { arn, account } = await ask();
    return { by: named(by, arn), account, doubt: null };
  } catch (error) {
    if (areBadCredentials(error))
      throw new CredentialsError(`AWS does not accept these credentials (${error.code})`, {
        cause: error,
      });
    const doubt = error instanceof Error ? error.message : `${error}`;
    return { by: named(by, `${nameHere()} (unverified)`), account: null, doubt };
  }
}

const named = (by: string | null, identity: string): string => {
  const name = by?.trim() ?? '';
  const full = name === '' ? identity : `${name} (${identity})`;
  // What AWS says is the part to keep.
  return full.length <= BY_CHARS_MAX ? full : identity.slice(0, BY_CHARS_MAX);
};

/** Anybody may call themselves anything here, which is why it is marked as unverified. */
function localName(): string {
  try {
    return `${userInfo().username}@${hostname()}`;
  } catch {
    return `somebody@${hostname()}`;
  }
}
