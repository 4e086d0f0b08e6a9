import type { Alerts } from '../../alerts/alerts.ts';
import type { Alerting, Topic } from '../snapshot.ts';

/** What the checks on alerts look at: what is there, and what sites.yml asks for. */
export type AlertsView = { readonly alerting: Alerting; readonly alerts: Alerts };

/** Null when there is none, or nobody could tell, which is a finding of its own. */
export const topicOf = ({ alerting: { topic } }: AlertsView): Topic | null =>
  topic.ok ? topic.value : null;
