import { parseJson } from './parse-json.ts';
import type { SwitchNote } from './world.ts';

/** Who wrote the object, so that one that a person made by hand is told from ours. */
const WRITER = 'understudy';

/** The body of a switch object. */
export const switchBody = (note: SwitchNote): string => JSON.stringify({ ...note, writer: WRITER });

/** The note in a switch object; null when Understudy did not write it. */
export function noteIn(body: string): SwitchNote | null {
  const json = parseJson(body);
  if (typeof json !== 'object' || json === null) return null;
  const { writer, site, by, at, reason, until } = json as Readonly<Record<string, unknown>>;
  if (writer !== WRITER || !isText(site) || !isText(by) || !isText(at) || !isText(reason))
    return null;
  return { site, by, at, reason, until: isText(until) ? until : null };
}

/** Any object means fail over, whatever it holds: this stands for what a person put there. */
export const foreignNote = (site: string, at: string | null): SwitchNote => ({
  site,
  by: 'unknown',
  at: at ?? 'unknown',
  reason: 'the switch object holds no note that Understudy wrote',
  until: null,
});

const isText = (value: unknown): value is string => typeof value === 'string';
