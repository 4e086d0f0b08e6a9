import type { ParseArgsConfig } from 'node:util';
import { UsageError } from '../command.ts';
import { durationMs, parseOptions, wholeNumber } from '../options.ts';
import { ACTION_LINES, type ControllerAction, type OptionName } from './action-lines.ts';

/** What somebody asked for: the event as the function takes it, and how it is carried out here. */
export type ControllerLine = {
  readonly event: Readonly<Record<string, unknown>>;
  readonly settings: Settings;
};

export type Settings = {
  readonly file: string;
  readonly stage: string;
  readonly json: boolean;
  /** How the caller wants to be named beside the identity that AWS knows. */
  readonly by: string | null;
  /** How long the name servers are waited for. */
  readonly waitMs: number;
  readonly isSwitchOnly: boolean;
  /** Where the page of a drill goes. */
  readonly html: string | null;
  /** Topics and IDs of the checks that are shown; null shows all. */
  readonly only: readonly string[] | null;
  /** ID of the check that is to be explained. */
  readonly explain: string | null;
  /** Names that are not the ones of lib/stack. */
  readonly named: Named;
};

export type Named = {
  readonly stateTable?: string | undefined;
  readonly switchBucket?: string | undefined;
  readonly topicArn?: string | undefined;
  readonly account?: string | undefined;
};

const WAIT_DEFAULT = '5m';
const WAIT_MS_MAX = 3_600_000;
const HISTORY_MAX = 1_000;

const OPTIONS = {
  reason: { type: 'string' },
  override: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  'switch-only': { type: 'boolean' },
  wait: { type: 'string' },
  for: { type: 'string' },
  until: { type: 'string' },
  limit: { type: 'string' },
  class: { type: 'string' },
  all: { type: 'boolean' },
  html: { type: 'string' },
  only: { type: 'string', multiple: true },
  explain: { type: 'string' },
  by: { type: 'string' },
  file: { type: 'string' },
  stage: { type: 'string' },
  json: { type: 'boolean' },
  'state-table': { type: 'string' },
  'switch-bucket': { type: 'string' },
  topic: { type: 'string' },
  account: { type: 'string' },
} as const satisfies NonNullable<ParseArgsConfig['options']>;

/** Reads a command line. What the words of an event may be, the function itself knows. */
export function parseLine(action: ControllerAction, args: readonly string[]): ControllerLine {
  const { values, positionals } = parseOptions({
    args: [...args],
    allowPositionals: true,
    options: OPTIONS,
  });
  refuseStrangers(action, Object.keys(values) as OptionName[]);
  const [site, ...others] = positionals;
  if (others.length > 0)
    throw new UsageError(`${action} takes one site, got ${positionals.join(' ')}`);
  return {
    event: withoutGaps({
      action,
      site,
      reason: values.reason,
      override: values.override?.flatMap((rules) => rules.split(',').map((rule) => rule.trim())),
      for: values.for,
      until: values.until,
      dryRun: values['dry-run'],
      limit: limitOf(values.limit),
      class: values.class,
      all: values.all,
    }),
    settings: {
      file: values.file ?? 'sites.yml',
      stage: values.stage ?? 'prod',
      json: values.json ?? false,
      by: values.by ?? null,
      waitMs: durationMs('--wait', values.wait ?? WAIT_DEFAULT, { from: 0, to: WAIT_MS_MAX }),
      isSwitchOnly: values['switch-only'] ?? false,
      html: values.html ?? null,
      only: values.only?.flatMap((names) => names.split(',').map((name) => name.trim())) ?? null,
      explain: values.explain ?? null,
      named: {
        stateTable: values['state-table'],
        switchBucket: values['switch-bucket'],
        topicArn: values.topic,
        account: values.account,
      },
    },
  };
}

function refuseStrangers(action: ControllerAction, given: readonly OptionName[]): void {
  const known: readonly OptionName[] = [...ACTION_LINES[action].options, ...COMMON];
  const stranger = given.find((option) => !known.includes(option));
  if (stranger === undefined) return;
  throw new UsageError(
    `${action} takes no --${stranger}; it takes ${known.map((option) => `--${option}`).join(', ')}`,
  );
}

/** What each of the commands takes. */
const COMMON: readonly OptionName[] = [
  'file',
  'stage',
  'by',
  'json',
  'state-table',
  'switch-bucket',
  'topic',
  'account',
];

const limitOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : wholeNumber('--limit', text, { from: 1, to: HISTORY_MAX });

/** A field that nobody gave is not in the event: the function has its own defaults. */
const withoutGaps = (fields: Readonly<Record<string, unknown>>): ControllerLine['event'] =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
