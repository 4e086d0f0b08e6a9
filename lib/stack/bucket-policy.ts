import { type Resource, ref, text, type Value } from './template.ts';

/** Whom a policy lets in, under a name for the reason. */
export type Reader = {
  readonly Sid: string;
  readonly Principal: Value;
  readonly Condition?: Value;
};

/**
 * This reader may get the objects under the prefix. Nobody may list them: an absent object answers 403,
 * so keys cannot be guessed at.
 */
export const mayGet = (
  bucketId: string,
  prefix: string,
  { Sid, Principal, Condition }: Reader,
): Resource => ({
  Type: 'AWS::S3::BucketPolicy',
  Properties: {
    Bucket: ref(bucketId),
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid,
          Effect: 'Allow',
          Principal,
          Action: 's3:GetObject',
          Resource: objectsOf(bucketId, prefix),
          ...(Condition === undefined ? {} : { Condition }),
        },
      ],
    },
  },
});

/** The ARN of every object under a prefix of a bucket. */
export const objectsOf = (bucketId: string, prefix: string): Value =>
  text(`\${${bucketId}.Arn}/${prefix}*`);
