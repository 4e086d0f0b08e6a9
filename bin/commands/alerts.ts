import { nearest } from '../../lib/config/nearest.ts';
import { ALERT_CLASSES, type AlertClass } from '../../lib/core/alerts/alert-data.ts';
import { alertDocument } from '../../lib/core/alerts/alert-document.ts';
import type { Message } from '../../lib/core/world.ts';
import { withDashboard } from '../../lib/render/alerts/dashboard-link.ts';
import { shownAlert } from '../../lib/render/alerts/mail-text.ts';
import { alertSamples } from '../../lib/render/alerts/samples/alert-samples.ts';
import { EXAMPLE } from '../../lib/render/alerts/samples/example.ts';
import { slackBlocks } from '../../lib/render/alerts/slack.ts';
import type { Paint } from '../../lib/render/paint.ts';
import { dashboardUrl } from '../../lib/stack/dashboard-url.ts';
import { type Command, UsageError } from '../command.ts';
import { parseOptions } from '../options.ts';
import { openTerminal } from '../terminal.ts';

/** Shows what people would be sent, before they are. */
export const alerts: Command = {
  usage: 'npm start -- alerts [CLASS] [--json | --slack]',
  summary: 'every alert as its mail, from made-up facts; or as programs get it, or as Slack does',
  run: async (args) => {
    const { values, positionals } = parseOptions({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        slack: { type: 'boolean', default: false },
      },
    });
    const [kind, ...others] = positionals;
    if (others.length > 0)
      throw new UsageError(`alerts takes one class, got ${positionals.join(' ')}`);
    if (values.json && values.slack) throw new UsageError('give --json or --slack, not both');
    const messages = samplesOf(kind === undefined ? ALERT_CLASSES : [classNamed(kind)]);
    const { paint } = openTerminal(process.stdout);
    const asJson = values.json ? alertDocument : values.slack ? slackBlocks : null;
    const text =
      asJson === null
        ? asMails(messages, paint)
        : messages.map((message) => JSON.stringify(asJson(message))).join('\n');
    process.stdout.write(`${text}\n`);
    return 0;
  },
};

const URL = dashboardUrl({ stack: EXAMPLE.stack, region: EXAMPLE.site.secondary.region });

function samplesOf(classes: readonly AlertClass[]): readonly Message[] {
  const samples = alertSamples(EXAMPLE);
  return classes.flatMap((one) => samples[one].map(({ message }) => withDashboard(message, URL)));
}

function classNamed(name: string): AlertClass {
  const found = ALERT_CLASSES.find((one) => one === name);
  if (found !== undefined) return found;
  const near = nearest(name, ALERT_CLASSES);
  throw new UsageError(
    `there is no alert of class ${name}; ${near === null ? `there is ${ALERT_CLASSES.join(', ')}` : `did you mean ${near}?`}`,
  );
}

const RULE = '-'.repeat(72);

const asMails = (messages: readonly Message[], paint: Paint): string =>
  messages.map((message) => shownAlert(message, paint)).join(`\n\n${paint('quiet', RULE)}\n\n`);
