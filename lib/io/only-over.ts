/**
 * The condition is the lock. When the SDK repeats a put whose answer was lost, the repetition finds
 * its own version and fails: the tick ends for nothing, and the next one goes on from what was saved.
 */
export const onlyOver = (expectedVersion: number) =>
  expectedVersion === 0
    ? {
        ConditionExpression: 'attribute_not_exists(#version)',
        ExpressionAttributeNames: { '#version': 'version' },
      }
    : {
        ConditionExpression: '#version = :expected',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':expected': { N: String(expectedVersion) } },
      };
