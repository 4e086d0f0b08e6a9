import { ROUTE53_METRICS_REGION } from '../core/route53-alarm.ts';
import { regionOfTopic } from './arns.ts';
import { complainAt, type PlacedComplaint } from './complaint.ts';
import type { Draft } from './draft.ts';

/** Alerts that may be sent as they are written, and reach nobody. */
export const alertWarnings = (draft: Draft): PlacedComplaint[] => [
  ...nobodyIsTold(draft),
  ...nobodyIsToldOfRoute53(draft),
];

function nobodyIsTold({ alerts }: Draft): PlacedComplaint[] {
  const { email, slack, topic, amazonQ } = alerts;
  if (email !== undefined || slack !== undefined || topic !== undefined || amazonQ) return [];
  const instead = 'write an e-mail address under `email`, or a Slack webhook parameter';
  return [complainAt(['alerts'], 'nobody is told when something is wrong', instead)];
}

/** The alarms of `route53` tell a topic of their own, in a region in which a topic that was there before is not. */
function nobodyIsToldOfRoute53({ alerts: { route53, topic } }: Draft): PlacedComplaint[] {
  if (route53 !== true || topic === undefined) return [];
  if (regionOfTopic(topic) === ROUTE53_METRICS_REGION) return [];
  return [
    complainAt(
      ['alerts', 'route53'],
      `its alarms tell a topic of their own in ${ROUTE53_METRICS_REGION}; who reads the one of \`topic\` is not known here, so the stack subscribes nobody by mail`,
      'subscribe them yourself: a deployment says how for as long as nobody is',
    ),
  ];
}
