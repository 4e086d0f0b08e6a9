import { resolve } from 'node:path';
import { type AdoptOrder, adopt } from '../../lib/app/adopt/adopt.ts';
import type { AdoptDeps } from '../../lib/app/adopt/adopt-deps.ts';
import { type Backup, backupFileName } from '../../lib/core/adopt/backup.ts';
import {
  type AdoptOutcome,
  type AdoptResult,
  isGood,
  type NamedPlan,
} from '../../lib/core/adopt/outcome.ts';
import type { Site } from '../../lib/core/site.ts';
import { readBackupFile, writeBackupFile } from '../../lib/io/backup-file.ts';
import { planText } from '../../lib/render/adopt.ts';
import { outcomeText } from '../../lib/render/adopt-outcome.ts';
import { stackName, stageProblems } from '../../lib/stack/names.ts';
import { type AdoptWorld, type OpenAdoptWorld, openAwsAdoptWorld } from '../adopt/adopt-world.ts';
import { type AdoptAction, type AdoptLine, parseAdoptLine } from '../adopt/arguments.ts';
import { adoptFailureOf } from '../adopt/failures.ts';
import { nextCommands } from '../adopt/next-commands.ts';
import { type AdoptTeller, openAdoptTeller } from '../adopt/teller.ts';
import { type Command, type Context, UsageError } from '../command.ts';
import { EndedError, exitCodeOf } from '../ending.ts';
import { readSitesFile } from '../sites-file.ts';
import { painter } from '../terminal.ts';

/** Changes records between plain and paired, with the caller's own credentials. */
export const adoptCommand = (open: OpenAdoptWorld = openAwsAdoptWorld): Command => ({
  usage:
    'npm start -- adopt SITE... [--apply [--plan ID]] [--wait 15m] [--backup FILE]\n' +
    '      [--drop TYPE] [--pair TYPE] [--keep TYPE] [--cloudfront NAME]\n' +
    '      [--website-zone-id ID] [--zone-role ARN]\n' +
    '  npm start -- adopt [SITE...] --rollback FILE|table [--apply [--plan ID]]\n' +
    '      [--override RULE]',
  summary:
    "make a failover pair of a site's plain record, in one change that is planned first and can be\n" +
    '      taken back. Without --apply it only plans. TYPE is AAAA, HTTPS or SVCB: what becomes of\n' +
    '      such a record beside it. An apex and its www are adopted together',
  run: (args, context) => run(open, 'adopt', args, context),
});

/** The way out again, for a site that Understudy is no longer to look after. */
export const releaseRecordsCommand = (open: OpenAdoptWorld = openAwsAdoptWorld): Command => ({
  usage:
    'npm start -- release-records SITE... [--apply [--plan ID]] [--backup FILE]\n' +
    '      [--override secondary-served] [--zone-role ARN]',
  summary: "make a plain record of a site's failover pair again; without --apply it only plans",
  run: (args, context) => run(open, 'release-records', args, context),
});

async function run(
  open: OpenAdoptWorld,
  action: AdoptAction,
  args: readonly string[],
  { signal, hold }: Context,
): Promise<number> {
  const line = parseAdoptLine(action, args);
  const { config } = await readSitesFile(line.file);
  const { name } = config.stack;
  const problems = stageProblems(line.stage, name);
  if (problems.length > 0) throw new UsageError(`--stage: ${problems.join('; ')}`);
  const saved =
    line.rollback === null || line.rollback === 'table'
      ? null
      : await readBackupFile(line.rollback);
  const sites = sitesNamed(config.sites, saved?.sites ?? line.sites, line);
  const teller = openAdoptTeller(process.stderr, (file) => nextCommands(action, line).back(file));
  const tellEnd = () => teller.note(teller.endingText());
  signal.addEventListener('abort', tellEnd, { once: true });
  const back: WayBack = { letGo: null };
  try {
    const world = await open(sites, { ...line, stack: stackName(name, line.stage) });
    const backup = saved ?? (await backupInTable(world, sites, line));
    const all = backup === null ? sites : sitesNamed(config.sites, backup.sites, line);
    const order = { action, line, sites: all, backup };
    const shown: Shown = { plan: null };
    const tell = holdingOn(tellingPlan(teller, line, shown), back, hold);
    const result = await carryOut(world, order, tell, signal);
    teller.close();
    give(result, order, shown);
    if (signal.aborted && signal.reason instanceof EndedError) return exitCodeOf(signal.reason);
    return isGood(result) ? 0 : 1;
  } catch (error) {
    throw adoptFailureOf(error);
  } finally {
    back.letGo?.();
    signal.removeEventListener('abort', tellEnd);
    teller.close();
  }
}

type WayBack = { letGo: (() => void) | null };

/** From the moment at which a change is taken back, that is seen through, whoever wants to end it. */
const holdingOn =
  (tell: AdoptDeps['tell'], back: WayBack, hold: Context['hold']): AdoptDeps['tell'] =>
  (told) => {
    if (told.step === 'rolling-back') back.letGo ??= hold?.() ?? null;
    tell(told);
  };

type Order = {
  readonly action: AdoptAction;
  readonly line: AdoptLine;
  readonly sites: readonly Site[];
  readonly backup: Backup | null;
};

function carryOut(
  { deps, caller }: AdoptWorld,
  { action, line, sites, backup }: Order,
  tell: AdoptDeps['tell'],
  signal: AbortSignal,
): Promise<AdoptResult> {
  const saveFile = async (way: Backup): Promise<string> => {
    const file = line.backup ?? backupFileName(way);
    await writeBackupFile(resolve(file), way);
    return file;
  };
  return adopt(
    { ...deps, tell, saveFile },
    {
      sites,
      order: orderOf(action, line, backup),
      apply: line.apply ? { planId: line.planId, waitMs: line.waitMs } : null,
      by: caller.by,
    },
    signal,
  );
}

function orderOf(action: AdoptAction, line: AdoptLine, backup: Backup | null): AdoptOrder {
  const { overrides, choices } = line;
  if (backup !== null) return { kind: 'rollback', backup, overrides };
  return action === 'adopt' ? { kind: 'adopt', choices } : { kind: 'release', overrides };
}

async function backupInTable(
  { readLatestBackup }: AdoptWorld,
  [site]: readonly Site[],
  { rollback }: AdoptLine,
): Promise<Backup | null> {
  if (rollback !== 'table' || site === undefined) return null;
  const backup = await readLatestBackup(site.name);
  if (backup !== null) return backup;
  throw new UsageError(`the state table holds no way back for ${site.name}; name its file`);
}

/** All of them are in sites.yml, and where a file names some, the command line names no others. */
function sitesNamed(
  known: readonly Site[],
  names: readonly string[],
  line: AdoptLine,
): readonly Site[] {
  const strangers = line.sites.filter((name) => !names.includes(name));
  if (strangers.length > 0)
    throw new UsageError(
      `${line.rollback} is about ${names.join(', ')}, not about ${strangers.join(', ')}; leave the site out`,
    );
  return names.map((name) => {
    const site = known.find((each) => each.name === name);
    if (site !== undefined) return site;
    const there = known.map((each) => each.name).join(', ');
    throw new UsageError(`${line.file} has no site ${name}; it has ${there}`);
  });
}

/** A person sees the plan before anything is done; as JSON plan and outcome are one object at the end. */
function tellingPlan(teller: AdoptTeller, { json }: AdoptLine, shown: Shown): AdoptDeps['tell'] {
  return (told) => {
    teller.tell(told);
    if (told.step !== 'planned' || json) return;
    shown.plan = told.plan;
    writePlan(told.plan);
  };
}

type Shown = { plan: NamedPlan | null };

const writePlan = (plan: NamedPlan): void => {
  process.stdout.write(`${planText(plan, painter(process.stdout))}\n\n`);
};

/** A plan that was made anew is shown where it is what ended the matter. */
function give({ plan, outcome }: AdoptResult, { action, line }: Order, shown: Shown): void {
  const { canonicalText: _, ...told } = plan;
  if (line.json) {
    process.stdout.write(`${JSON.stringify({ outcome, plan: told })}\n`);
    return;
  }
  if (shown.plan !== plan && LOOKED_ANEW.has(outcome.kind)) writePlan(plan);
  process.stdout.write(`${outcomeText(outcome, plan, nextCommands(action, line, plan.id))}\n`);
}

const LOOKED_ANEW: ReadonlySet<AdoptOutcome['kind']> = new Set(['blocked', 'changed-since']);
