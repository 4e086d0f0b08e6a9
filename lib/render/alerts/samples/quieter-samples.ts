import { certificateAlert } from '../certificate-alert.ts';
import { degradedAlert } from '../degraded-alert.ts';
import { healthy, refused } from './made-up.ts';
import {
  before,
  DAY_MS,
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
import { addressesOf, certificate, health, siteFacts } from './site-facts-samples.ts';

/** Slow answers, then an address that fails beside one that does not. */
export function degradedSamples(setting: Setting): readonly Sample[] {
  const { site } = setting;
  const [one, other] = addressesOf(site);
  const slow = (stage: Stage) => {
    const about = incidentAt(setting, stage);
    const isOver = stage.overForMs !== null;
    const facts = siteFacts(site, about);
    const answers = { probes: 24, slow: isOver ? 0 : 22, medianMs: isOver ? 14.2 : 1_480 };
    const latest = [one, other].map((address, index) =>
      healthy(before(about.now, (4 - index) * SECOND_MS), address, isOver ? 14.2 : 1_512.4),
    );
    return degradedAlert(stage.event, {
      ...facts,
      monitor: { ...facts.monitor, answers },
      latest,
    });
  };
  const ill = (stage: Stage) => {
    const about = incidentAt(setting, stage);
    const facts = siteFacts(site, about);
    const healths = { ...facts.monitor.health, [other]: health('unhealthy', about.now) };
    const latest = [
      healthy(before(about.now, 4 * SECOND_MS), one),
      refused(before(about.now, SECOND_MS), other),
    ];
    return degradedAlert(stage.event, {
      ...facts,
      monitor: { ...facts.monitor, health: healths },
      latest,
    });
  };
  return [
    sample(slow(open('opened', 5 * MINUTE_MS))),
    sample(ill(open('worse', 20 * MINUTE_MS))),
    sample(slow(open('reminder', DAY_MS))),
    sample(slow({ ...open('resolved', 26 * HOUR_MS), overForMs: 10 * MINUTE_MS })),
  ];
}

/** A certificate that nobody renewed, with fewer and fewer days left. */
export function certificateSamples(setting: Setting): readonly Sample[] {
  const { site } = setting;
  const tell = (stage: Stage, days: number) => {
    const about = incidentAt(setting, stage);
    const facts = siteFacts(withTls(site), about);
    const shown = certificate(about.now, days);
    return certificateAlert(stage.event, {
      ...facts,
      monitor: { ...facts.monitor, certificate: shown },
    });
  };
  return [
    sample(tell(open('opened', 0), 14)),
    sample(tell(open('worse', 7 * DAY_MS), 7)),
    sample(tell(open('reminder', 8 * DAY_MS), 6)),
    sample(tell({ ...open('resolved', 9 * DAY_MS), overForMs: MINUTE_MS }, 90)),
  ];
}

const withTls = (site: Setting['site']): Setting['site'] => ({
  ...site,
  primary: { ...site.primary, protocol: 'https', port: 443 },
});
