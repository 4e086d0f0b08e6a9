import type { RehearsalReport } from '../../core/rehearsal.ts';
import type { Script, ScriptStep } from '../../core/rehearsal-script.ts';
import type { Message } from '../../core/world.ts';
import { type Paint, PLAIN } from '../paint.ts';
import { wrap } from '../text.ts';

/** One line of the running rehearsal: when, what, and what it means; wrapped so that it fits 80 columns. */
export function stepLine(
  { name, text, mood }: Pick<ScriptStep, 'name' | 'text' | 'mood'>,
  atMs: number,
  more = '',
  paint: Paint = PLAIN,
): string {
  const [first, ...others] = wrap(`${text}${more}`, TEXT_COLUMNS).split('\n');
  return [
    `${timeColumn(atMs)}  ${paint(mood, name.padEnd(STEP_COLUMNS))}  ${first}`,
    ...others.map((line) => ' '.repeat(INDENT_COLUMNS) + line),
  ].join('\n');
}

/** The column in which every line of the running rehearsal says when. */
export const timeColumn = (atMs: number): string => seconds(atMs).padStart(TIME_COLUMNS);

/** A mail as its reader will see it, under the step that sent it; narrow enough for 80 columns. */
export const mailText = ({ subject, body }: Message, paint: Paint = PLAIN): string =>
  mailLines(`Subject: ${subject}\n\n${body}`, paint);

/** The same mail as far as its first paragraph. */
export const leadText = ({ subject, body }: Message, paint: Paint = PLAIN): string =>
  mailLines(`Subject: ${subject}\n\n${body.split('\n\n')[0]}`, paint);

/** The table of measured times, and in words what came of it. */
export function reportText(
  report: RehearsalReport,
  script: Pick<Script, 'steps' | 'spans'>,
  paint: Paint = PLAIN,
): string {
  const after = `after ${report.steps[0]?.name ?? 'the first'}`;
  const row = rowWith(after.length);
  const rows = report.steps.map(({ name, atMs }, index) =>
    row(name, seconds(atMs), index === 0 ? '' : `+${gap(report, index)}`),
  );
  const missing = report.missing === null ? [] : [row(report.missing, 'not seen', '')];
  return [
    paint('strong', row('step', after, SINCE)),
    ...rows,
    ...missing.map((line) => paint('bad', line)),
    '',
    paint(report.ok ? 'good' : 'bad', ending(report, script)),
  ].join('\n');
}

/** Seconds with two decimals; a rehearsal is too short for minutes. */
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const STEP_COLUMNS = 'primary-back'.length;
const TIME_COLUMNS = 8;
const INDENT_COLUMNS = TIME_COLUMNS + 2 + STEP_COLUMNS + 2;
const TEXT_COLUMNS = 80 - INDENT_COLUMNS;

const mailLines = (text: string, paint: Paint): string =>
  ['', ...text.split('\n').map((line) => paint('quiet', `    | ${line}`.trimEnd())), ''].join('\n');

const SINCE = 'after the step before';

const rowWith =
  (afterColumns: number) =>
  (step: string, after: string, since: string): string =>
    `  ${step.padEnd(STEP_COLUMNS)}  ${after.padStart(afterColumns)}  ${since.padStart(SINCE.length)}`.trimEnd();

const gap = ({ steps }: RehearsalReport, index: number): string =>
  seconds((steps[index]?.atMs ?? 0) - (steps[index - 1]?.atMs ?? 0));

function ending(
  report: RehearsalReport,
  { steps, spans }: Pick<Script, 'steps' | 'spans'>,
): string {
  const { missing, surprises } = report;
  if (missing !== null) {
    const text = steps.find(({ name }) => name === missing)?.text ?? '';
    return wrap(`Not observed in time: ${missing} (${text}).`, WIDTH);
  }
  const seen = `All ${report.steps.length} steps were observed`;
  if (surprises.length > 0)
    return [`${seen}, and something else:`, ...surprises.map((text) => `- ${text}`)].join('\n');
  return [`${seen}.`, ...spans.map((span) => spanText(report, span)), countsText(report)].join(
    '\n',
  );
}

const WIDTH = 80;

function spanText({ steps }: RehearsalReport, { from, to, text }: Script['spans'][number]): string {
  const at = (name: string) => steps.find((step) => step.name === name)?.atMs ?? 0;
  return text.replace('{}', seconds(at(to) - at(from)));
}

/** What was counted, since a good day is also one on which nothing else happened. */
function countsText({ counts }: RehearsalReport): string {
  const mails = Object.entries(counts.mails).map(([event, count]) => `${count} ${event}`);
  const { dnsChanges, switchPuts } = counts;
  const dns =
    dnsChanges === 0
      ? 'DNS never changed its answer'
      : `DNS changed its answer ${times(dnsChanges)}`;
  const put =
    switchPuts === 0 ? 'the switch was never put' : `the switch was put ${times(switchPuts)}`;
  return wrap(`${dns}, ${put}; mails: ${mails.join(', ') || 'none'}.`, WIDTH);
}

const times = (count: number): string =>
  count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
