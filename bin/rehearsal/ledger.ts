import type { Served } from '../../lib/core/failover.ts';
import { type Counts, type Happening, isReported } from '../../lib/core/rehearsal.ts';
import type { Report } from '../../lib/core/rehearsal-script.ts';
import type { Seen } from '../../lib/local/rehearsal.ts';

type Entry = { readonly happening: Happening; readonly at: number };

/** More than any script brings; with --keep a stage may stand for days. */
const ENTRIES_MAX = 10_000;

/** Writes down what happens on the stage, and counts it from the beginning of the script. */
export class Ledger {
  #entries: Entry[] = [];
  #beganAt = Number.POSITIVE_INFINITY;
  #servedAtFirst: Served = 'unknown';

  /** What was before this moment is neither found nor counted. */
  begin(at: number, served: Served): void {
    this.#beganAt = at;
    this.#servedAtFirst = served;
    this.#entries = [];
  }

  take(happening: Happening, at: number): void {
    this.#entries.push({ happening, at });
    if (this.#entries.length > ENTRIES_MAX) this.#entries.shift();
  }

  /** The first such report since a moment, by the monotonic clock; null when there is none. */
  find(report: Report, since: number): Seen | null {
    const from = Math.max(since, this.#beganAt);
    const found = this.#entries.find(
      ({ happening, at }) => at >= from && isReported(report, happening),
    );
    if (found === undefined) return null;
    const { happening, at } = found;
    return happening.kind === 'mail' ? { at, mail: happening.message } : { at };
  }

  counts(drill: Counts['drill']): Counts {
    const happenings = this.#entries
      .filter(({ at }) => at >= this.#beganAt)
      .map(({ happening }) => happening);
    const windows = happenings.filter((one) => one.kind === 'window');
    return {
      dnsChanges: this.#dnsChanges(happenings),
      switchPuts: happenings.filter((one) => one.kind === 'switch' && one.isPresent).length,
      mails: mailsIn(happenings),
      drill,
      windows: windows.length,
      handOvers: windows.filter(({ isHandedOver }) => isHandedOver).length,
    };
  }

  /** Name servers that are asked in the moment of a change may not agree yet, or be silent: that is none. */
  #dnsChanges(happenings: readonly Happening[]): number {
    let changes = 0;
    let latest = this.#servedAtFirst;
    for (const one of happenings) {
      if (one.kind !== 'dns' || one.served === latest) continue;
      if (one.served === 'mixed' || one.served === 'unknown') continue;
      changes += 1;
      latest = one.served;
    }
    return changes;
  }
}

function mailsIn(happenings: readonly Happening[]): Counts['mails'] {
  const mails: Record<string, number> = {};
  for (const one of happenings) {
    if (one.kind !== 'mail') continue;
    const { event } = one.message.attributes;
    mails[event] = (mails[event] ?? 0) + 1;
  }
  return mails;
}
