import type { NamedPlan } from '../core/adopt/outcome.ts';
import { overrideFor } from '../core/adopt/overrides.ts';
import type { Block, PlanKind } from '../core/adopt/plan.ts';
import type { NotReady } from '../core/adopt/readiness.ts';
import { changeLines, sideBySide } from './adopt-records.ts';
import { type Paint, PLAIN } from './paint.ts';
import { wrap } from './text.ts';

/** What a terminal shows without wrapping by itself, less a little. */
export const PLAN_COLUMNS = 78;

/** The whole plan, for a person who is to decide whether it is carried out. */
export const planText = (plan: NamedPlan, paint: Paint = PLAIN): string =>
  [
    wrap(
      `Plan ${plan.id}: ${TITLE[plan.kind]} in zone ${plan.zone.name} (${plan.zone.id})`,
      PLAN_COLUMNS,
    ),
    ...plan.sites.map((site) => sideBySide(site, paint)),
    ...section(
      paint('strong', 'The batch: made whole, or not at all'),
      plan.changes.map(changeLines),
    ),
    ...section(
      paint('strong', 'What to expect'),
      plan.notes.map((note) => wrap(`- ${note}`, PLAN_COLUMNS)),
    ),
    ...section(
      paint('bad', 'What blocks it'),
      plan.blocks.map((block) => blockText(plan.kind, block)),
    ),
    ...section(paint('warn', 'Health checks that are not healthy yet: --apply waits for them'), [
      ...plan.waits.map(waitLine),
      ...waitOverride(plan),
    ]),
  ].join('\n\n');

/** One line on one health check, with what was seen of it. */
export const waitLine = ({ checkId, seen }: NotReady): string => `- ${checkId}: ${seen}`;

/** The way back into a pair may be in a greater hurry than its health checks. */
const waitOverride = ({ kind, waits }: NamedPlan): readonly string[] =>
  kind === 'rollback' && waits.length > 0
    ? ['  To do it all the same: --override checks-not-ready']
    : [];

const TITLE: Readonly<Record<PlanKind, string>> = {
  adopt: 'failover pairs',
  release: 'plain records in place of failover pairs',
  rollback: 'the records from before',
};

const section = (heading: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [[heading, ...lines].join('\n')];

function blockText(kind: PlanKind, { id, site, what, mend }: Block): string {
  const override = kind === 'adopt' ? null : overrideFor(id);
  return [
    wrap(`- ${id}: ${site}: ${what}`, PLAN_COLUMNS),
    ...mendLines(mend),
    ...(override === null ? [] : [`  To do it all the same: --override ${override}`]),
  ].join('\n');
}

/** A command at the end is to be pasted, so it stands on a line of its own, whole. */
function mendLines(mend: string): readonly string[] {
  const found = /^(?:(.*?:) )?((?:(?:npm|npx|aws|dig|curl) |--).*)$/.exec(mend);
  if (found === null) return [indented(mend)];
  const [, words, command] = found;
  return [...(words === undefined ? [] : [indented(words)]), `    ${command}`];
}

const indented = (text: string): string =>
  wrap(text, PLAN_COLUMNS - 2)
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
