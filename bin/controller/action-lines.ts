/** What can be asked for from a terminal: the actions of the failover function that people use. */
export type ControllerAction =
  | 'status'
  | 'verify'
  | 'failover'
  | 'failback'
  | 'drill'
  | 'hold'
  | 'maintenance'
  | 'release'
  | 'acknowledge'
  | 'history'
  | 'alert-test';

export type OptionName =
  | 'reason'
  | 'override'
  | 'dry-run'
  | 'switch-only'
  | 'wait'
  | 'for'
  | 'until'
  | 'limit'
  | 'class'
  | 'all'
  | 'only'
  | 'explain'
  | 'html'
  | 'by'
  | 'file'
  | 'stage'
  | 'json'
  | 'state-table'
  | 'switch-bucket'
  | 'topic'
  | 'account';

/** How an action is written, what it takes of its own, and what it does. */
type ActionLine = {
  readonly options: readonly OptionName[];
  readonly usage: string;
  readonly summary: string;
  /** To show somebody who left something out. */
  readonly example: string;
};

const ORDER = {
  options: ['reason', 'override', 'dry-run', 'switch-only', 'wait'],
  usage: 'SITE --reason TEXT [--override RULE,RULE] [--dry-run]\n      [--wait 5m] [--switch-only]',
} as const;

export const ACTION_LINES: Readonly<Record<ControllerAction, ActionLine>> = {
  status: {
    options: [],
    usage: '[SITE]',
    summary: 'what is known and what is served, with your own credentials',
    example: 'www.example.com',
  },
  verify: {
    options: ['only', 'explain'],
    usage: '[SITE] [--only TOPIC,CHECK] | --explain CHECK',
    summary:
      'everything that a failover rests on, checked; ends with 0 pass, 1 fail, 2 could not look',
    example: 'www.example.com',
  },
  failover: {
    ...ORDER,
    summary: 'to the secondary, under the same rules as in Lambda',
    example: 'www.example.com --reason "the primary region is down"',
  },
  failback: {
    ...ORDER,
    summary: 'to the primary',
    example: 'www.example.com --reason "the primary is repaired"',
  },
  drill: {
    options: ['reason', 'override', 'dry-run', 'wait', 'html'],
    usage:
      'SITE [--reason TEXT] [--override RULE,RULE] [--dry-run]\n      [--wait 5m] [--html FILE]',
    summary: 'a failover and a failback for practice, timed; FILE gets the report as a page',
    example: 'www.example.com --html drill.html',
  },
  hold: {
    options: ['reason', 'for', 'until', 'dry-run'],
    usage: '[SITE] --reason TEXT [--for 2h | --until 2026-11-22T20:00:00Z] [--dry-run]',
    summary: 'go on watching, but do not flip',
    example: 'www.example.com --reason "the database moves" --for 2h',
  },
  maintenance: {
    options: ['reason', 'for', 'until', 'dry-run'],
    usage: '[SITE] --reason TEXT (--for 2h | --until 2026-11-22T20:00:00Z) [--dry-run]',
    summary: 'a hold with an end that also mutes alerts',
    example: 'www.example.com --reason "the database moves" --for 2h',
  },
  release: {
    options: ['reason', 'dry-run'],
    usage: '[SITE] [--reason TEXT] [--dry-run]',
    summary: 'end a hold or a maintenance',
    example: 'www.example.com',
  },
  acknowledge: {
    options: ['reason'],
    usage: '[SITE] --reason TEXT',
    summary: 'nobody is reminded of what is wrong until it gets worse; its end is told',
    example: 'www.example.com --reason "I am on it"',
  },
  history: {
    options: ['limit'],
    usage: 'SITE [--limit 20]',
    summary: 'who changed what, when and why',
    example: 'www.example.com',
  },
  'alert-test': {
    options: ['class', 'all'],
    usage: '[SITE] [--class CLASS | --all]',
    summary:
      'send one alert of each class, marked as a test; ends with 0 sent and confirmed, 1 not, 2 unknown',
    example: 'www.example.com --class outage',
  },
};
