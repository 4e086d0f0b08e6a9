import type { NextCommands } from '../../lib/render/adopt-outcome.ts';
import type { AdoptAction, AdoptLine } from './arguments.ts';

/** The same command line as somebody would type it next. */
export function nextCommands(action: AdoptAction, line: AdoptLine, planId = ''): NextCommands {
  const command = `npm start -- ${action}`;
  const same = [
    command,
    ...line.sites.map(shellWord),
    ...optionsOf('rollback', line.rollback),
    ...Object.entries(line.choices.beside).map(([type, choice]) => `--${choice} ${type}`),
    ...optionsOf('cloudfront', line.choices.cloudfront),
    ...optionsOf('website-zone-id', line.choices.websiteZoneId),
    ...line.overrides.map((override) => `--override ${override}`),
    ...placeOf(line),
  ].join(' ');
  return {
    plan: same,
    apply: `${same} --apply --plan ${planId}`,
    back: (file) =>
      ['npm start -- adopt', ...optionsOf('rollback', file), ...placeOf(line), '--apply'].join(' '),
  };
}

/** Where everything is, when it is not where it is by default. */
const placeOf = ({ file, stage, zoneRole, named }: AdoptLine): readonly string[] => [
  ...(file === 'sites.yml' ? [] : optionsOf('file', file)),
  ...(stage === 'prod' ? [] : optionsOf('stage', stage)),
  ...optionsOf('zone-role', zoneRole),
  ...optionsOf('state-table', named.stateTable ?? null),
  ...optionsOf('switch-bucket', named.switchBucket ?? null),
  ...optionsOf('account', named.account ?? null),
];

const optionsOf = (option: string, value: string | null): readonly string[] =>
  value === null ? [] : [`--${option} ${shellWord(value)}`];

const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
