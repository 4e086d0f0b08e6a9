import type { EpochMs } from '../core/time.ts';
import type { Message } from '../core/world.ts';
import { utc } from './duration.ts';
import { layout } from './layout.ts';
import { quoted, subject } from './text.ts';

export type BrokenRecordFacts = {
  readonly site: string;
  /** What cannot be read, in the words of the error. */
  readonly problem: string;
  readonly now: EpochMs;
};

/** Understudy stops a site rather than guess what its record means. */
export const brokenRecordAlert = ({ site, problem, now }: BrokenRecordFacts): Message => ({
  subject: subject(site, ': not watched, its record cannot be read'),
  body: layout(
    `Understudy does not watch or fail over ${site} any more: what it remembers of the site cannot be read.`,
    [
      {
        heading: 'WHAT IS WRONG',
        lines: [`${quoted(problem)}.`, `Found at ${utc(now)}.`],
      },
      {
        heading: 'WHAT UNDERSTUDY DOES',
        lines: [
          'Nothing for this site, rather than guess. Route 53 goes on failing over by itself, and the switch stays as it is.',
        ],
      },
      {
        heading: 'WHAT YOU CAN DO',
        lines: [
          'A schema that is too new: deploy the version of Understudy that wrote it. Anything else: look at the record in the state table, and delete it when you know where the switch stands; the next window begins anew.',
        ],
      },
      { heading: 'WHERE TO LOOK', lines: ['docs/runbook.md#record-broken'] },
    ],
  ),
  attributes: { site, event: 'record-broken', severity: 'critical' },
});
