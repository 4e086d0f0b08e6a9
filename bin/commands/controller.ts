import { access, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import {
  type Caller,
  InvalidEventError,
  parseFailoverEvent,
} from '../../functions/handlers/events.ts';
import { UnknownSiteError } from '../../lib/app/failover-actions.ts';
import type { FailoverRequest } from '../../lib/app/failover-request.ts';
import type { Config, Site } from '../../lib/core/site.ts';
import { now } from '../../lib/io/clock.ts';
import { drillPage } from '../../lib/render/drill/drill-page.ts';
import { stageProblems } from '../../lib/stack/names.ts';
import { type Command, UsageError } from '../command.ts';
import { ACTION_LINES, type ControllerAction } from '../controller/action-lines.ts';
import { type ControllerLine, parseLine, type Settings } from '../controller/arguments.ts';
import { type ControllerWorld, type OpenWorld, openAwsWorld } from '../controller/aws-world.ts';
import { type Answer, carryOutHere } from '../controller/carry-out.ts';
import { ControllerError, failureOf, READS } from '../controller/failures.ts';
import { endingText, onEnd, openTeller, type Teller } from '../controller/teller.ts';
import { untilEnded } from '../controller/until-ended.ts';
import { explainCheck, refuseUnknownChecks, verifyAnswer } from '../controller/verify-answer.ts';
import { readSitesFile } from '../sites-file.ts';
import { openTerminal } from '../terminal.ts';

/**
 * The actions of the failover function, with the caller's own credentials: the same events, the same
 * rules and the same code, for the day on which Lambda itself is in trouble.
 */
export const controllerCommands = (
  open: OpenWorld = openAwsWorld,
): Readonly<Record<ControllerAction, Command>> => {
  const command = (action: ControllerAction): Command => ({
    usage: `npm start -- ${action} ${ACTION_LINES[action].usage}`,
    summary: ACTION_LINES[action].summary,
    ...(LOOKS.has(action) ? { failsWith: COULD_NOT_LOOK } : {}),
    run: (args, { signal }) => run(open, action, args, signal),
  });
  return {
    status: command('status'),
    verify: command('verify'),
    failover: command('failover'),
    failback: command('failback'),
    drill: command('drill'),
    hold: command('hold'),
    maintenance: command('maintenance'),
    release: command('release'),
    acknowledge: command('acknowledge'),
    history: command('history'),
    'alert-test': command('alert-test'),
  };
};

/** What a shell is told when it could not be looked at. */
const COULD_NOT_LOOK = 2;
const LOOKS: ReadonlySet<ControllerAction> = new Set(['verify', 'alert-test']);

async function run(
  open: OpenWorld,
  action: ControllerAction,
  args: readonly string[],
  signal: AbortSignal,
): Promise<number> {
  const { event, settings } = parseLine(action, args);
  if (settings.explain !== null) {
    process.stdout.write(`${explainCheck(settings.explain)}\n`);
    return 0;
  }
  refuseUnknownChecks(settings.only);
  const { config } = await readSitesFile(settings.file);
  const problems = stageProblems(settings.stage, config.stack.name);
  if (problems.length > 0) throw new UsageError(`--stage: ${problems.join('; ')}`);
  // Before anything is asked of AWS: who it is comes later.
  const sites = sitesOf(config, requestOf(action, event, { by: 'nobody yet', now: now() }));
  if (settings.html !== null) await findFolderOf(settings.html);
  const teller = openTeller(process.stderr);
  try {
    const world = await open(config, settings, teller.log);
    tellDoubts(teller, action, world, config);
    const { by } = world.caller;
    const request = requestOf(action, event, { by, now: world.deps.now() });
    const answer = await act(world, sites, request, settings, { teller, signal, action });
    teller.close();
    return await give(answer, settings);
  } finally {
    teller.close();
  }
}

type Surroundings = {
  readonly teller: Teller;
  readonly signal: AbortSignal;
  readonly action: ControllerAction;
};

async function act(
  world: ControllerWorld,
  sites: readonly Site[],
  request: FailoverRequest,
  settings: Settings,
  { teller, signal, action }: Surroundings,
): Promise<Answer> {
  if (!world.hasBucket && NEEDS_BUCKET.has(action))
    throw new BucketUnknownError(world.caller.doubt);
  const acting = untilEnded(world.deps, world.putByHand, signal);
  const forget = onEnd(signal, () => {
    const text = endingText(action, acting.hasBegun());
    if (text !== null) teller.note(text);
  });
  const failure = (error: unknown) =>
    failureOf(error, { action, region: world.region, hasBegun: acting.hasBegun() });
  try {
    const answer = await carryOutHere(acting, sites, request, settings);
    return answer.failure === null ? answer : { ...answer, failure: failure(answer.failure) };
  } catch (error) {
    throw failure(error);
  } finally {
    forget();
  }
}

const NEEDS_BUCKET: ReadonlySet<ControllerAction> = new Set(['failover', 'failback', 'drill']);

/** Nobody can flip without knowing where the switch is. */
class BucketUnknownError extends ControllerError {
  constructor(doubt: string | null) {
    super(
      `the switch's bucket is not known: its name holds the account, and AWS did not tell it (${doubt}); give --account or --switch-bucket`,
    );
  }
}

/** The function's own parser; its fields are options here. */
function requestOf(
  action: ControllerAction,
  event: ControllerLine['event'],
  caller: Caller,
): FailoverRequest {
  try {
    return parseFailoverEvent(event, caller);
  } catch (error) {
    if (!(error instanceof InvalidEventError)) throw error;
    const problem = error.message.replace(/^invalid event: /, '');
    throw new UsageError(
      `${action}: ${problem}; write it like: npm start -- ${action} ${ACTION_LINES[action].example}`,
      { cause: error },
    );
  }
}

function sitesOf({ sites }: Config, { site }: FailoverRequest): readonly Site[] {
  if (site === null) return sites;
  const found = sites.filter(({ name }) => name === site);
  const names = sites.map(({ name }) => name);
  if (found.length === 0) throw new UnknownSiteError(site, names);
  return found;
}

function tellDoubts(
  { note }: Teller,
  action: ControllerAction,
  { caller: { by, doubt }, region }: ControllerWorld,
  { sites }: Config,
): void {
  if (doubt !== null && !READS.has(action))
    note(`AWS did not tell who you are, so the record will say ${by} (${doubt})`);
  const expected = sites[0]?.secondary.region;
  if (region !== expected)
    note(`AWS_REGION is ${region}: the stack is looked for there and not in ${expected}`);
}

/** An hour of waiting is not to end with a page that cannot be written. */
async function findFolderOf(file: string): Promise<void> {
  const folder = dirname(file);
  await access(folder).catch((cause) => {
    throw new UsageError(`--html: there is no folder ${folder}; make it first`, { cause });
  });
}

/** Nothing is cut where nobody can scroll or widen. */
const COLUMNS_IN_A_FILE = 400;

/** The answer goes to standard output before anything else can fail. */
async function give(answer: Answer, settings: Settings): Promise<number> {
  const { json, html } = settings;
  if (answer.verifications !== null && answer.failure === null) {
    const { paint } = openTerminal(process.stdout);
    const columns = process.stdout.isTTY ? process.stdout.columns : COLUMNS_IN_A_FILE;
    const view = { ...settings, paint, columns };
    const { text, exitCode } = verifyAnswer(answer.verifications, view);
    process.stdout.write(`${text}\n`);
    return exitCode;
  }
  process.stdout.write(`${json ? JSON.stringify(answer.json) : answer.text}\n`);
  if (answer.failure !== null) throw answer.failure;
  if (html !== null && answer.report !== null) await writeFile(html, drillPage(answer.report));
  if (html !== null && answer.report === null)
    process.stderr.write(`understudy: there is no report yet, so ${html} was not written\n`);
  return answer.exitCode;
}
