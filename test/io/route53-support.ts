import { Route53ServiceException } from '@aws-sdk/client-route-53';
import { makeCallPace } from '../../lib/io/call-pace.ts';

/** Never has to wait for its turn, and does not really pause. */
export const freshPace = () => {
  let now = 0;
  const monotonicMs = () => {
    now += 1_000;
    return now;
  };
  return makeCallPace({ monotonicMs, sleep: async () => {}, chance: () => 0 });
};

/** The error that the SDK makes of a refusal. */
export const refuse = (name: string, httpStatusCode: number) =>
  new Route53ServiceException({
    name,
    message: 'text of AWS',
    $fault: 'client',
    $metadata: { httpStatusCode },
  });
