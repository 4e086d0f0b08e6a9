import { type EpochMs, plusMs } from '../../../core/time.ts';
import type { Message } from '../../../core/world.ts';
import { blindAlert } from '../blind-alert.ts';
import { brokenRecordAlert } from '../broken-record-alert.ts';
import { capAlert } from '../cap-alert.ts';
import { stormAlert } from '../storm-alert.ts';
import { outageSamples } from './outage-samples.ts';
import { degradedSamples } from './quieter-samples.ts';
import {
  before,
  HOUR_MS,
  incidentAt,
  MINUTE_MS,
  open,
  type Sample,
  SECOND_MS,
  type Setting,
  type Stage,
  sample,
} from './setting.ts';

/** An incident of the monitor's own, which ends after three quarters of an hour. */
const STAGES: readonly Stage[] = [
  open('opened', 8 * SECOND_MS),
  open('escalated', 15 * MINUTE_MS),
  open('reminder', 30 * MINUTE_MS),
  { ...open('resolved', 46 * MINUTE_MS), overForMs: SECOND_MS },
];

/** The monitor can see nothing. */
export const blindSamples = (setting: Setting): readonly Sample[] =>
  STAGES.map((stage) => {
    const { incident: blindness, now } = incidentAt(setting, stage);
    const controls = ['www.google.com', 'www.cloudflare.com'];
    return sample(
      blindAlert(stage.event, {
        stack: setting.stack,
        sites: namesOf(setting),
        controls,
        blindness,
        now,
      }),
    );
  });

/** A record that a newer version has written. */
export const brokenRecordSamples = (setting: Setting): readonly Sample[] =>
  STAGES.map((stage) => {
    const { name } = setting.site;
    const problem =
      stage.overForMs === null
        ? `monitor record of ${name} cannot be read: schema 9 is newer than 4, the newest that this version knows`
        : null;
    return sample(
      brokenRecordAlert(stage.event, { site: name, problem, ...incidentAt(setting, stage) }),
    );
  });

/** Three sites fail within seconds, and come back together. */
export function stormSamples(setting: Setting): readonly Sample[] {
  const { stack, now } = setting;
  const each = namesOf(setting).map((name) =>
    outageSamples({ ...setting, site: { ...setting.site, name } }),
  );
  const storm = (event: string, at: EpochMs) =>
    sample(stormAlert({ stack, messages: each.flatMap((one) => messageOf(one, event)), now: at }));
  return [
    storm('outage-opened', plusMs(now, 3 * SECOND_MS)),
    storm('outage-resolved', plusMs(now, HOUR_MS)),
  ];
}

const messageOf = (samples: readonly Sample[], event: string): readonly Message[] =>
  samples
    .map(({ message }) => message)
    .filter(({ data }) => data.event === event)
    .slice(0, 1);

const namesOf = ({ site }: Setting): readonly string[] => [
  site.name,
  `shop.${site.hostedZone}`,
  `blog.${site.hostedZone}`,
];

/** Too many alerts for an hour. */
export function capSamples(setting: Setting): readonly Sample[] {
  const { stack, now } = setting;
  const [waiting] = degradedSamples(setting).map(({ message }) => message);
  if (waiting === undefined) return [];
  const budget = { since: before(now, 22 * MINUTE_MS), sent: 60, beyond: 0, isTold: false };
  return [sample(capAlert({ stack, perHourMax: 60, budget, waiting, now }))];
}
