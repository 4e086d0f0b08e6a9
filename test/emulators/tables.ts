import { CreateTableCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { uniqueName } from './on.ts';

/** A state table with the stack's keys. */
export async function newTable(dynamo: DynamoDBClient): Promise<string> {
  const name = uniqueName('state');
  await dynamo.send(
    new CreateTableCommand({
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [
        { AttributeName: 'site', AttributeType: 'S' },
        { AttributeName: 'record', AttributeType: 'S' },
      ],
      KeySchema: [
        { AttributeName: 'site', KeyType: 'HASH' },
        { AttributeName: 'record', KeyType: 'RANGE' },
      ],
    }),
  );
  return name;
}
