import type { Alerts } from './alerts.ts';
import type { Telling } from './incident.ts';
import { INCIDENT_CLASSES, type IncidentClass, type Severity } from './incident-class.ts';

/** When an incident of a class is told, as sites.yml wants it: only what is critical is escalated. */
export function tellingOf(
  incidentClass: IncidentClass,
  { remind, escalation }: Pick<Alerts, 'remind' | 'escalation'>,
  severity: Severity = INCIDENT_CLASSES[incidentClass].severity,
): Telling {
  const { openAfterMs, settleForMs, tellsEnd, isRepeated } = INCIDENT_CLASSES[incidentClass];
  return {
    openAfterMs,
    settleForMs,
    tellsEnd,
    remindEveryMs: isRepeated ? REMIND[severity](remind) : null,
    escalateAfterMs: isRepeated && severity === 'critical' ? (escalation?.afterMs ?? null) : null,
  };
}

/** What only informs is told once. */
const REMIND: Readonly<Record<Severity, (remind: Alerts['remind']) => number | null>> = {
  critical: ({ criticalMs }) => criticalMs,
  warning: ({ warningMs }) => warningMs,
  info: () => null,
};
