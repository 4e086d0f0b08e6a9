/**
 * A header that the stack's distribution puts on every answer of a secondary, errors too: whoever gets it has
 * reached the secondary, whatever the address was.
 */
export const SECONDARY_MARK = { header: 'understudy-target', value: 'secondary' } as const;
