import type { RehearsalReport, RehearsalStep } from '../core/rehearsal.ts';
import type { Message } from '../core/world.ts';
import { type Paint, PLAIN } from './paint.ts';

/** What each step of the rehearsal means to the person who watches. */
export const STEP_TEXT: Readonly<Record<RehearsalStep, string>> = {
  failure: 'the primary is killed: connections to it are refused',
  detected: 'fresh connections confirm it: the primary is unhealthy',
  alerted: 'the incident is opened and the mail is sent',
  'dns-changed': 'every name server answers with the secondary',
  'page-served': "DNS leads to the secondary's page",
  'primary-back': 'the primary is started again',
  'failed-back': 'every name server answers with the primary again',
  resolved: 'the incident is resolved and the mail is sent',
};

/** One line of the running rehearsal: when, what, and what it means. */
export const stepLine = (
  step: RehearsalStep,
  atMs: number,
  more = '',
  paint: Paint = PLAIN,
): string =>
  `${timeColumn(atMs)}  ${paint(STYLE[step], step.padEnd(STEP_COLUMNS))}  ${STEP_TEXT[step]}${more}`;

/** The column in which every line of the running rehearsal says when. */
export const timeColumn = (atMs: number): string => seconds(atMs).padStart(TIME_COLUMNS);

/** A mail as its reader will see it, under the step that sent it; narrow enough for 80 columns. */
export const mailText = ({ subject, body }: Message, paint: Paint = PLAIN): string =>
  [
    '',
    ...[`Subject: ${subject}`, '', ...body.split('\n')].map((line) =>
      paint('quiet', `    | ${line}`.trimEnd()),
    ),
    '',
  ].join('\n');

/** The table of measured times, and in words what came of it. */
export function reportText(report: RehearsalReport, paint: Paint = PLAIN): string {
  const rows = report.steps.map(({ name, atMs }, index) =>
    row(name, seconds(atMs), index === 0 ? '' : `+${gap(report, index)}`),
  );
  const missing = report.missing === null ? [] : [row(report.missing, 'not seen', '')];
  return [
    paint('strong', row('step', 'after failure', 'after the step before')),
    ...rows,
    ...missing.map((line) => paint('bad', line)),
    '',
    paint(report.ok ? 'good' : 'bad', ending(report)),
  ].join('\n');
}

/** Seconds with two decimals; a rehearsal is too short for minutes. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const STEP_COLUMNS = 'primary-back'.length;
const TIME_COLUMNS = 8;

const STYLE: Readonly<Record<RehearsalStep, 'good' | 'bad' | 'strong'>> = {
  failure: 'bad',
  detected: 'bad',
  alerted: 'strong',
  'dns-changed': 'strong',
  'page-served': 'good',
  'primary-back': 'strong',
  'failed-back': 'good',
  resolved: 'good',
};

const row = (step: string, after: string, since: string): string =>
  `  ${step.padEnd(STEP_COLUMNS)}  ${after.padStart('after failure'.length)}  ${since.padStart('after the step before'.length)}`.trimEnd();

const gap = ({ steps }: RehearsalReport, index: number): string =>
  seconds((steps[index]?.atMs ?? 0) - (steps[index - 1]?.atMs ?? 0));

function ending({ steps, missing }: RehearsalReport): string {
  if (missing !== null) return `Not observed in time: ${missing} (${STEP_TEXT[missing]}).`;
  const at = (name: RehearsalStep) => steps.find((step) => step.name === name)?.atMs ?? 0;
  const back = at('failed-back') - at('primary-back');
  return [
    `All ${steps.length} steps were observed.`,
    `Visitors got the secondary's page ${seconds(at('page-served'))} after the failure,`,
    `and the primary ${seconds(back)} after it came back.`,
  ].join('\n');
}
