import { RETAIN, type Resources } from './template.ts';

export const STATE_TABLE = 'StateTable';

/** What Understudy remembers of each site: one item for each of its records. */
export const stateTable = (): Resources => ({
  [STATE_TABLE]: {
    Type: 'AWS::DynamoDB::Table',
    ...RETAIN,
    Properties: {
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
