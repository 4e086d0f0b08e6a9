import { text, type Value } from './template.ts';

/** The ARN of something in this account and region; it may itself hold variables of AWS's. */
export const arn = (service: string, resource: string): Value =>
  text(`arn:\${AWS::Partition}:${service}:\${AWS::Region}:\${AWS::AccountId}:${resource}`);

/** The ARN of something that belongs to no region and names no account. */
export const globalArn = (service: string, resource: string): Value =>
  text(`arn:\${AWS::Partition}:${service}:::${resource}`);
