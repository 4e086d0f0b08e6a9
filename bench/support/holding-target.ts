import { ask, endChild, startNode } from './children.ts';

/** A server that holds every answer back for a while, and knows exactly for how long. */
export type HoldingTarget = {
  readonly port: number;
  /** By path, the time from the latest request to its answer. */
  readonly heldMs: () => Promise<Readonly<Record<string, number>>>;
  readonly close: () => Promise<void>;
};

export async function startHoldingTarget(holdMs: number): Promise<HoldingTarget> {
  const child = startNode(
    new URL('./raw-target-child.ts', import.meta.url),
    [`${holdMs}`],
    'target',
  );
  type Reply = { readonly port: number; readonly held: Readonly<Record<string, number>> };
  const { port } = await ask<Reply>(child, {});
  return {
    port,
    heldMs: async () => (await ask<Reply>(child, {})).held,
    close: () => endChild(child),
  };
}
