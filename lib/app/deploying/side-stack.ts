import type { Sleep } from '../../core/world.ts';

/** A template, as far as two of them are put together. */
export type SideTemplate = {
  readonly Resources: Readonly<Record<string, unknown>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
};

/** How a stack stands, in CloudFormation's words. */
export type SideStackState = {
  readonly status: string;
  readonly outputs: ReadonlyMap<string, string>;
};

/** A small stack in another region, beside the framework's own. */
export type SideStack = {
  /** Null when there is none. */
  readonly read: () => Promise<SideStackState | null>;
  readonly readTemplate: () => Promise<SideTemplate>;
  readonly create: (template: SideTemplate) => Promise<void>;
  /** Nothing happens when nothing is different. */
  readonly update: (template: SideTemplate) => Promise<void>;
  readonly remove: () => Promise<void>;
  /** Why the last change of it failed, in AWS's words. */
  readonly readFailure: () => Promise<string | null>;
};

/** Who waits for such a stack, and how. */
export type SideStackWait = {
  readonly stack: SideStack;
  readonly monotonicMs: () => number;
  readonly sleep: Sleep;
  /** Told once, when there is something to wait for. */
  readonly onWait: () => void;
};

/** What people are told of a stack that does not become what it should. */
export type SideStackWords = {
  /** What is in it, in the plural, as `the certificates in us-east-1`. */
  readonly what: string;
  /** What may keep it waiting for ever, in sentences. */
  readonly hint: string;
};

export type SideStackDeps = SideStackWait & { readonly words: SideStackWords };

/** What a side stack holds is not there, or not gone, and why. */
export class SideStackError extends Error {
  override readonly name = 'SideStackError';
}

/**
 * Makes the stack what is wanted, whatever an earlier deployment left of it, and answers with its outputs.
 * Where what it had before must stay beside what is wanted, `next` puts the two together.
 */
export async function bringSideStack(
  deps: SideStackDeps,
  wanted: SideTemplate,
  next: (old: SideTemplate, wanted: SideTemplate) => SideTemplate = onlyWanted,
): Promise<ReadonlyMap<string, string>> {
  const { stack, words } = deps;
  const before = await settled(deps);
  if (before === null) await stack.create(wanted);
  else if (NEVER_MADE.has(before.status)) {
    await removeSideStack(deps);
    await stack.create(wanted);
  } else await stack.update(next(await stack.readTemplate(), wanted));
  const after = await settled(deps);
  if (after !== null && COMPLETE.has(after.status)) return after.outputs;
  const why = (await stack.readFailure()) ?? after?.status ?? 'their stack is gone';
  throw new SideStackError(`${words.what} could not be made: ${why}`);
}

/** Takes from it what is not wanted any more, and the whole of it with the last of that. */
export async function dropSideStack(deps: SideStackDeps, wanted: SideTemplate): Promise<void> {
  if ((await settled(deps)) === null) return;
  if (Object.keys(wanted.Resources).length === 0) return removeSideStack(deps);
  await deps.stack.update(wanted);
  await settled(deps);
}

async function removeSideStack(deps: SideStackDeps): Promise<void> {
  await deps.stack.remove();
  const left = await settled(deps);
  if (left === null) return;
  const why = (await deps.stack.readFailure()) ?? left.status;
  throw new SideStackError(`the stack of ${deps.words.what} was not deleted: ${why}`);
}

const onlyWanted = (_old: SideTemplate, wanted: SideTemplate): SideTemplate => wanted;

const COMPLETE = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE']);
/** Such a stack can only be deleted: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
const NEVER_MADE = new Set(['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'CREATE_FAILED']);

const LOOK_EVERY_MS = 5_000;
/** The longest wait is ACM's, which mostly sees its record within minutes: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html */
const WAIT_MS_MAX = 20 * 60_000;

/** How the stack stands once nothing is under way any more. A deployment that was broken off goes on here. */
async function settled(deps: SideStackDeps): Promise<SideStackState | null> {
  const { what, hint } = deps.words;
  const end = deps.monotonicMs() + WAIT_MS_MAX;
  let isTold = false;
  for (;;) {
    const state = await deps.stack.read();
    if (!state?.status.endsWith('_IN_PROGRESS')) return state;
    if (deps.monotonicMs() >= end)
      throw new SideStackError(
        `${what} are still ${state.status} after ${WAIT_MS_MAX / 60_000} minutes. ${hint} Deploy again to go on waiting.`,
      );
    if (!isTold) deps.onWait();
    isTold = true;
    await deps.sleep(LOOK_EVERY_MS);
  }
}
