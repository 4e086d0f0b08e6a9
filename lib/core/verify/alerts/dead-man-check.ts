import type { Check } from '../check.ts';
import { judgeSecret } from './secret.ts';
import type { AlertsView } from './view.ts';

export const DEAD_MAN_CHECK: Check<AlertsView> = {
  id: 'alerts.dead-man-parameter',
  severity: 'fail',
  rule: 'Where sites.yml names a parameter with the URL that each window calls, it exists and is a SecureString. What it holds is not looked at.',
  sources: [
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-securestring.html',
  ],
  why: 'Without the URL the service outside hears nothing and raises its alarm; and whoever knows it can keep that alarm from sounding.',
  judge: ({ alerting: { deadManParameter: look }, alerts: { deadManParameter: name } }) =>
    look === null || name === null
      ? null
      : judgeSecret(look, { name, what: 'a new URL at that service', placeholder: 'URL' }),
};
