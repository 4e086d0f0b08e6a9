import fc from 'fast-check';
import type { Alerting } from '../../../lib/core/verify/snapshot.ts';
import { look, mostly } from './mostly.ts';

const anyParameter = fc.oneof(
  fc.constant(null),
  look(fc.constantFrom(null, { isSecret: true }, { isSecret: false })),
);

const anyTopic = (protocol: string): fc.Arbitrary<Alerting['chatTopic']> => {
  const subscription = { protocol, endpoint: 'boss@example.com' };
  return fc.oneof(
    fc.constant(null),
    look(
      fc.constantFrom(
        null,
        { subscriptions: [] },
        { subscriptions: [{ ...subscription, isConfirmed: true }] },
        { subscriptions: [{ ...subscription, isConfirmed: false }] },
      ),
    ),
  );
};

/** Who would be told, in any combination of what can be wrong with that. */
export const anyAlerting = (): fc.Arbitrary<Alerting> => {
  const slack = {
    protocol: 'lambda',
    endpoint: 'arn:aws:lambda:eu-west-1:1:function:x-prod-slack',
  };
  return fc.record({
    topic: look(
      mostly<{
        subscriptions: { protocol: string; endpoint: string; isConfirmed: boolean }[];
      } | null>(
        { subscriptions: [{ protocol: 'email', endpoint: 'ops@example.com', isConfirmed: true }] },
        null,
        { subscriptions: [] },
        { subscriptions: [{ protocol: 'email', endpoint: 'ops@example.com', isConfirmed: false }] },
        {
          subscriptions: [
            { ...slack, isConfirmed: true },
            { protocol: 'email', endpoint: 'other@example.com', isConfirmed: false },
          ],
        },
      ),
    ),
    slackParameter: anyParameter,
    deadManParameter: anyParameter,
    chatTopic: anyTopic('https'),
    escalationTopic: anyTopic('email'),
    heartbeat: look(
      fc.option(
        fc.record({
          state: mostly('ok', 'alarm', 'insufficient-data'),
          hasActions: mostly(true, false),
        }),
        { freq: 5 },
      ),
    ),
  });
};
