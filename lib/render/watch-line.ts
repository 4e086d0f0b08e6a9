import type { Health } from '../core/probing/health.ts';
import type { PhasesMs, ProbeResult } from '../core/probing/probe.ts';
import { type Paint, PLAIN, type Style } from './paint.ts';
import { probeLine } from './probe-line.ts';

/** One URL among those that are watched; `columns` is the width of the longest, 0 to leave it out. */
export type WatchColumn = { readonly url: string; readonly columns: number };

/** What stands in which column of the lines below it. */
export const watchHeader = (columns: number, paint: Paint = PLAIN): string =>
  paint(
    'quiet',
    `${urlColumn({ url: 'URL', columns })}health     time      verdict      code       total  address, connection, phases in ms`,
  );

/** One probe, and the health that follows from it and from those before it. */
export const watchLine = (
  column: WatchColumn,
  result: ProbeResult,
  health: Health,
  paint: Paint = PLAIN,
): string => {
  const status = paint(STYLE[health.status], health.status.padEnd('unhealthy'.length));
  return `${urlColumn(column)}${status}  ${probeLine(result, health)}`;
};

/** The same as one line of JSON. */
export const watchJson = (url: string, result: ProbeResult, health: Health): string => {
  const { address, fresh, verdict, cause, status, phasesMs, detail } = result;
  return JSON.stringify({
    url,
    address,
    fresh,
    verdict,
    cause,
    status,
    phasesMs: toMicroseconds(phasesMs),
    health: health.status,
    detail,
  });
};

const STYLE: Readonly<Record<Health['status'], Style>> = {
  healthy: 'good',
  unhealthy: 'bad',
  unknown: 'warn',
};

const urlColumn = ({ url, columns }: WatchColumn): string =>
  columns === 0 ? '' : `${url.padEnd(columns)}  `;

/** Digits beyond that measure nothing. */
const toMicroseconds = (phasesMs: PhasesMs) =>
  Object.fromEntries(
    Object.entries(phasesMs).map(([phase, ms]) => [
      phase,
      ms === null ? null : Math.round(ms * 1_000) / 1_000,
    ]),
  );
