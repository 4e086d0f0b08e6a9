import type { Log, Publish } from '../../core/world.ts';

/**
 * Tells a second topic, too. Whether people were told is decided by the first alone: what the second one does
 * not take is gone there, or it would be told twice here.
 */
export const publishBeside =
  (publish: Publish, beside: Publish | null, log: Log): Publish =>
  async (message) => {
    const other = beside?.(message).catch((error) =>
      log({ message: 'not told beside', event: message.attributes.event, error: `${error}` }),
    );
    await publish(message);
    await other;
  };
