import type { IncidentEvent } from '../../core/alerts/incident.ts';
import { daysLeft } from '../../core/probing/certificate.ts';
import type { Message } from '../../core/world.ts';
import { certificateCommand } from '../commands.ts';
import { utc } from '../duration.ts';
import type { Line } from '../layout.ts';
import { quoted } from '../text.ts';
import { alert } from './alert.ts';
import {
  acknowledgeLines,
  HEADLINE_OF_EVENT,
  identityOf,
  lasted,
  sinceLines,
} from './incident-parts.ts';
import type { SiteFacts } from './site-facts.ts';

/** The certificate of the primary ends soon, and from then on nobody gets in. */
export function certificateAlert(event: IncidentEvent, facts: SiteFacts): Message {
  const { site, incident, now, monitor, latest } = facts;
  const { certificate } = monitor;
  const isOver = incident.state === 'over';
  return alert({
    ...identityOf({ class: 'certificate', event, severity: 'warning', site, incident, now }),
    headline: isOver
      ? `renewed after ${lasted(incident, now)}`
      : `${HEADLINE_OF_EVENT[event]}${leftText(facts)}`,
    visitors: isOver
      ? `The certificate of ${site.name} was renewed. Visitors notice nothing.`
      : visitorsWill(facts),
    sure: [
      ...sinceLines({ event, incident, now }),
      ...(certificate === null
        ? []
        : [
            `Valid from ${utc(certificate.validFrom)} to ${utc(certificate.validTo)}, issued by ${quoted(certificate.issuer)}.`,
            ...(latest.length > 1 ? ['Of the addresses it is the one that ends first.'] : []),
          ]),
    ],
    does: [
      isOver
        ? 'Nothing more.'
        : 'It tells again with 7 and with 2 days left. Once the certificate has ended the probes find the primary unhealthy, which is an outage.',
    ],
    can: isOver ? [] : [...renewLines(facts), ...acknowledgeLines(site, event)],
    facts: {
      validTo: certificate === null ? null : certificate.validTo,
      daysLeft: certificate === null ? null : daysLeft(certificate, now),
    },
  });
}

function leftText({ monitor: { certificate }, now }: SiteFacts): string {
  if (certificate === null) return 'ends soon';
  const days = daysLeft(certificate, now);
  if (days < 0) return 'has ended';
  return days === 0 ? 'ends within a day' : `ends in ${days === 1 ? '1 day' : `${days} days`}`;
}

function visitorsWill(facts: SiteFacts): string {
  const { site, monitor, now } = facts;
  const hasEnded = monitor.certificate !== null && daysLeft(monitor.certificate, now) < 0;
  return hasEnded
    ? `Visitors of ${site.name} are warned off by their browsers: the certificate of the primary has ended.`
    : `Visitors of ${site.name} notice nothing yet. The certificate of the primary ${leftText(facts)}; from then on browsers let nobody in.`;
}

const renewLines = ({ site, latest }: SiteFacts): Line[] => [
  'Renew the certificate on the primary, and find out why it did not renew itself. See what it shows:',
  ...latest.slice(0, ADDRESSES_MAX).map(({ address }) => ({
    command: certificateCommand(site, address),
  })),
];

const ADDRESSES_MAX = 5;
