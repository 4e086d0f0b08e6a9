import type { RehearsalReport, RehearsalStep } from '../core/rehearsal.ts';
import type { Message } from '../core/world.ts';

/** What each step of the rehearsal means to the person who watches. */
export const STEP_TEXT: Readonly<Record<RehearsalStep, string>> = {
  failure: 'the primary is killed: connections to it are refused',
  detected: 'the failure is confirmed on fresh connections: the primary is unhealthy',
  alerted: 'the incident is opened and the mail is sent',
  'dns-changed': 'every name server answers with the secondary',
  'page-served': 'the page is fetched through DNS, from the secondary',
  'primary-back': 'the primary is started again',
  'failed-back': 'every name server answers with the primary again',
  resolved: 'the incident is resolved and the mail is sent',
};

/** One line of the running rehearsal: when, what, and what it means. */
export const stepLine = (step: RehearsalStep, atMs: number, more = ''): string =>
  `${seconds(atMs).padStart(8)}  ${step.padEnd(STEP_COLUMNS)}  ${STEP_TEXT[step]}${more}`;

/** A mail as its reader will see it, indented under the step that sent it. */
export const mailText = ({ subject, body }: Message): string =>
  ['', `Subject: ${subject}`, '', ...body.split('\n'), '']
    .map((line) => `            | ${line}`.trimEnd())
    .join('\n');

/** The table of measured times, and in one sentence what came of it. */
export function reportText(report: RehearsalReport): string {
  const rows = report.steps.map(
    ({ name, atMs }) => `  ${name.padEnd(STEP_COLUMNS)}  ${seconds(atMs).padStart(8)}`,
  );
  return [
    `  ${'step'.padEnd(STEP_COLUMNS)}  ${'after'.padStart(8)}`,
    ...rows,
    '',
    ending(report),
  ].join('\n');
}

function ending({ steps, missing }: RehearsalReport): string {
  if (missing !== null) return `Not observed in time: ${missing} (${STEP_TEXT[missing]}).`;
  const at = (name: RehearsalStep) => steps.find((step) => step.name === name)?.atMs ?? 0;
  const back = at('failed-back') - at('primary-back');
  return (
    `Failure to the secondary's page: ${seconds(at('page-served'))}. ` +
    `Primary back to restored: ${seconds(back)}.`
  );
}

const STEP_COLUMNS = 'primary-back'.length;

/** Seconds with two decimals; a rehearsal is too short for minutes. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
