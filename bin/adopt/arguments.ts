import type { parseArgs } from 'node:util';
import { roleArn } from '../../lib/config/arns.ts';
import type { AdoptChoices, BesideChoice, BesideType } from '../../lib/core/adopt/choices.ts';
import { PLAIN_OVERRIDES, type PlainOverride } from '../../lib/core/adopt/overrides.ts';
import { UsageError } from '../command.ts';
import type { Named } from '../controller/arguments.ts';
import { durationMs, parseOptions } from '../options.ts';

/** A command line of `adopt` or `release-records`. */
export type AdoptLine = {
  readonly sites: readonly string[];
  readonly apply: boolean;
  /** The plan that was looked at; null: whatever the plan is now. */
  readonly planId: string | null;
  readonly choices: AdoptChoices;
  readonly overrides: readonly PlainOverride[];
  readonly waitMs: number;
  /** The file of a backup, or `table` for the newest in the state table; null: no rollback. */
  readonly rollback: string | null;
  /** Where the way back is saved; null: a name of its own in this folder. */
  readonly backup: string | null;
  readonly json: boolean;
  readonly file: string;
  readonly stage: string;
  readonly by: string | null;
  /** Role that changes the records of another account's zone; null: the one of sites.yml, if any. */
  readonly zoneRole: string | null;
  readonly named: Named;
};

export type AdoptAction = 'adopt' | 'release-records';

const WAIT_DEFAULT = '15m';
const WAIT_MS_MAX = 3_600_000;

const OPTIONS = {
  apply: { type: 'boolean', default: false },
  plan: { type: 'string' },
  override: { type: 'string', multiple: true },
  backup: { type: 'string' },
  json: { type: 'boolean', default: false },
  file: { type: 'string', default: 'sites.yml' },
  stage: { type: 'string', default: 'prod' },
  by: { type: 'string' },
  'state-table': { type: 'string' },
  'switch-bucket': { type: 'string' },
  account: { type: 'string' },
  drop: { type: 'string', multiple: true },
  pair: { type: 'string', multiple: true },
  keep: { type: 'string', multiple: true },
  cloudfront: { type: 'string' },
  'website-zone-id': { type: 'string' },
  'zone-role': { type: 'string' },
  wait: { type: 'string' },
  rollback: { type: 'string' },
} as const;

/** What has no meaning on the way out of a pair. */
const ADOPT_ONLY = [
  'drop',
  'pair',
  'keep',
  'cloudfront',
  'website-zone-id',
  'wait',
  'rollback',
] as const;

/** Reads a command line; what is wrong is told with what to write instead. */
export function parseAdoptLine(action: AdoptAction, args: readonly string[]): AdoptLine {
  const { values, positionals } = parseOptions({
    args: [...args],
    allowPositionals: true,
    options: OPTIONS,
  });
  const overrides = values.override ?? [];
  const rollback = values.rollback ?? null;
  const problem =
    strangerProblem(action, values) ??
    (values.plan !== undefined && !values.apply
      ? '--plan names the plan that --apply is to carry out: add --apply'
      : null) ??
    (action === 'adopt' && rollback === null && overrides.length > 0
      ? 'adopt takes --override only with --rollback: on the way into a pair nothing is overruled'
      : null) ??
    (positionals.length === 0 && (rollback === null || rollback === 'table')
      ? `${action} needs a site, for example: npm start -- ${action} www.example.com`
      : null);
  if (problem !== null) throw new UsageError(problem);
  return {
    sites: [...new Set(positionals.map((name) => name.toLowerCase().replace(/\.$/, '')))],
    apply: values.apply,
    planId: values.plan ?? null,
    choices: choicesOf(values),
    overrides: overrides.flatMap((rules) => rules.split(',')).map(overrideOf),
    waitMs: durationMs('--wait', values.wait ?? WAIT_DEFAULT, { from: 0, to: WAIT_MS_MAX }),
    rollback,
    backup: values.backup ?? null,
    json: values.json,
    file: values.file,
    stage: values.stage,
    by: values.by ?? null,
    zoneRole: zoneRoleOf(values['zone-role']),
    named: namedIn(values),
  };
}

function zoneRoleOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  if (roleArn.safeParse(text).success) return text;
  throw new UsageError(
    `--zone-role must be the ARN of a role, like arn:aws:iam::210987654321:role/understudy-zone, got ${text}`,
  );
}

type Values = ReturnType<typeof parseArgs<{ readonly options: typeof OPTIONS }>>['values'];

const strangerProblem = (action: AdoptAction, values: Values): string | null => {
  const stranger = ADOPT_ONLY.find((option) => values[option] !== undefined);
  return action === 'adopt' || stranger === undefined
    ? null
    : `release-records takes no --${stranger}; that is for adopt`;
};

const namedIn = (values: Values): Named => ({
  stateTable: values['state-table'],
  switchBucket: values['switch-bucket'],
  account: values.account,
});

const choicesOf = ({ drop = [], pair = [], keep = [], ...values }: Values): AdoptChoices => ({
  beside: besideOf({ drop, pair, keep }),
  cloudfront: distributionOf(values.cloudfront),
  websiteZoneId: values['website-zone-id'] ?? null,
});

const TYPES: readonly BesideType[] = ['AAAA', 'HTTPS', 'SVCB'];

function besideOf(
  given: Readonly<Record<BesideChoice, readonly string[]>>,
): AdoptChoices['beside'] {
  const chosen = (['drop', 'pair', 'keep'] as const).flatMap((choice) =>
    given[choice]
      .flatMap((types) => types.split(','))
      .map((text) => [typeOf(choice, text), choice] as const),
  );
  for (const [type, choice] of chosen) {
    const other = chosen.find(([each, chose]) => each === type && chose !== choice)?.[1];
    if (other !== undefined)
      throw new UsageError(`--${choice} ${type} and --${other} ${type} exclude each other`);
  }
  return Object.fromEntries(chosen);
}

function typeOf(choice: BesideChoice, text: string): BesideType {
  const type = TYPES.find((each) => each === text.trim().toUpperCase());
  if (type !== undefined) return type;
  throw new UsageError(`--${choice} takes ${TYPES.join(', ')}, got ${text}`);
}

function distributionOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  const name = text.toLowerCase().replace(/\.$/, '');
  if (/^[a-z0-9]+\.cloudfront\.(net|cn)$/.test(name)) return name;
  throw new UsageError(
    `--cloudfront must be the domain name of a distribution, like d111111abcdef8.cloudfront.net, got ${text}`,
  );
}

function overrideOf(text: string): PlainOverride {
  const override = PLAIN_OVERRIDES.find((each) => each === text.trim());
  if (override !== undefined) return override;
  throw new UsageError(`--override takes ${PLAIN_OVERRIDES.join(' or ')}, got ${text}`);
}
