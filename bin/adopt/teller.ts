import type { AdoptStep } from '../../lib/app/adopt/adopt-deps.ts';
import { unreachable } from '../../lib/core/unreachable.ts';
import { waitLine } from '../../lib/render/adopt.ts';
import { duration } from '../../lib/render/duration.ts';
import { openTerminal, type Screen } from '../terminal.ts';

/** What is told beside the answer, on standard error, while a change goes on. */
export type AdoptTeller = {
  readonly tell: (step: AdoptStep) => void;
  readonly note: (text: string) => void;
  /** What somebody is told at once who ends it now: the process may not live to say more. */
  readonly endingText: () => string;
  readonly close: () => void;
};

/** What matters stays as a line; what goes on stands below it and changes. */
export function openAdoptTeller(screen: Screen, wayBack: (file: string) => string): AdoptTeller {
  const terminal = openTerminal(screen);
  const note = (text: string) => terminal.line(`understudy: ${text}`);
  const seen: AdoptStep[] = [];
  let latest = '';
  return {
    note,
    tell: (told) => {
      seen.push(told);
      const line = lineOf(told);
      if (line !== null && line !== latest) note(line);
      latest = line ?? latest;
      const status = statusOf(told);
      // The plan goes to standard output: nothing may stand in its way.
      if (told.step === 'planned') terminal.status(null);
      else if (status !== null) terminal.status(() => status);
    },
    endingText: () => endingText(seen, wayBack),
    close: terminal.close,
  };
}

/** What stays to be read; null: nothing. */
function lineOf(told: AdoptStep): string | null {
  switch (told.step) {
    case 'waiting':
      return `waiting for health checks:\n  ${told.waits.map(waitLine).join('\n  ')}`;
    case 'saved':
      return `the way back is saved in ${told.file} and in the state table`;
    case 'sent':
      return 'the batch is made; waiting until every name server of Route 53 has it';
    case 'in-sync':
      return 'Route 53 says that every name server has it; asking them';
    case 'rolling-back':
      return `taking it back: ${told.why}`;
    case 'looking':
    case 'planned':
    case 'sending':
    case 'confirming':
      return null;
    default:
      return unreachable(told);
  }
}

/** What goes on at this moment; null: as before. */
function statusOf(told: AdoptStep): string | null {
  switch (told.step) {
    case 'looking':
      return 'looking at the zone, the health checks and the secondary';
    case 'waiting':
      return `waiting for ${told.waits.length} health checks, ${duration(told.elapsedMs)} so far`;
    case 'sending':
      return 'sending the batch';
    case 'sent':
      return 'normally within 60 s';
    case 'confirming':
      return `${told.rounds} of ${told.wanted} rounds in a row were as they should be`;
    case 'planned':
    case 'saved':
    case 'in-sync':
    case 'rolling-back':
      return null;
    default:
      return unreachable(told);
  }
}

function endingText(seen: readonly AdoptStep[], wayBack: (file: string) => string): string {
  const [sending] = seen.filter((told) => told.step === 'sending');
  if (sending === undefined) return 'ended; nothing was changed';
  const { file } = sending;
  const back = `the way back is saved in ${file} and in the state table: ${wayBack(file)}`;
  return seen.some(({ step }) => step === 'rolling-back')
    ? `the change is being taken back, and that is seen through (Ctrl-C once more ends it at once); ${back}`
    : `ended after the batch was sent: the records are changed, or are about to be; ${back}`;
}
