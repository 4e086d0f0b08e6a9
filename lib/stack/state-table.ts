import { stateTableName, THIS_STACK } from './names.ts';
import { RETAIN, type Resources, text } from './template.ts';

export const STATE_TABLE = 'StateTable';

/**
 * What Understudy remembers of each site: one item for each of its records. It has a name that the
 * terminal can tell. It waits for the buckets, whose names may be taken: nothing takes a protected
 * table away again when a first deployment is rolled back, and the next one would find its name taken.
 */
export const stateTable = (buckets: readonly string[]): Resources => ({
  [STATE_TABLE]: {
    Type: 'AWS::DynamoDB::Table',
    ...RETAIN,
    DependsOn: buckets,
    Properties: {
      TableName: text(stateTableName(THIS_STACK)),
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'site', AttributeType: 'S' },
        { AttributeName: 'record', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'site', KeyType: 'HASH' },
        { AttributeName: 'record', KeyType: 'RANGE' },
      ],
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      DeletionProtectionEnabled: true,
    },
  },
});
