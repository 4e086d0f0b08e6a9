import { alarmSamples } from './alarm-samples.ts';
import { blockedSamples } from './blocked-samples.ts';
import { drillSamples } from './drill-samples.ts';
import { blindSamples, brokenRecordSamples, capSamples, stormSamples } from './monitor-samples.ts';
import { movedSamples } from './moved-samples.ts';
import { outageSamples } from './outage-samples.ts';
import { overrideSamples } from './override-samples.ts';
import { drillOverdueSamples, holdEndingSamples } from './planned-samples.ts';
import { certificateSamples, degradedSamples } from './quieter-samples.ts';
import { driftSamples, notReadySamples } from './readiness-samples.ts';
import type { Sample, Samples, Setting } from './setting.ts';

/** An example of every kind of alert, made by what makes the real ones from facts that are made up. */
export const alertSamples = (setting: Setting): Samples => ({
  outage: outageSamples(setting),
  degraded: degradedSamples(setting),
  certificate: certificateSamples(setting),
  blocked: blockedSamples(setting),
  drift: driftSamples(setting),
  'not-ready': notReadySamples(setting),
  'hold-ending': holdEndingSamples(setting),
  'drill-overdue': drillOverdueSamples(setting),
  blind: blindSamples(setting),
  'record-broken': brokenRecordSamples(setting),
  moved: movedSamples(setting),
  overridden: overrideSamples(setting),
  drill: drillSamples(setting),
  storm: stormSamples(setting),
  cap: capSamples(setting),
  'cloudwatch-alarm': alarmSamples(setting),
});

/** All of them, in one row. */
export const allSamples = (setting: Setting): readonly Sample[] =>
  Object.values(alertSamples(setting)).flat();
