import type { Sight } from '../../lib/core/rehearsal-script.ts';
import { unreachable } from '../../lib/core/unreachable.ts';
import type { Page } from '../../lib/core/verify/snapshot.ts';
import { elapsed } from '../../lib/io/clock.ts';
import type { Seen } from '../../lib/local/rehearsal.ts';
import { type Rehearsal, SECONDARY_MARKER } from './curtain.ts';
import type { Ledger } from './ledger.ts';

/** Looks whether something is so at this moment, by DNS packets, pages and what was reported. */
export const eyesOf =
  (rehearsal: Pick<Rehearsal, 'stage' | 'served' | 'fetchThroughDns'>, ledger: Ledger) =>
  async (sight: Sight, since: number): Promise<Seen | null> => {
    const { stage } = rehearsal;
    switch (sight.kind) {
      case 'reported':
        return ledger.find(sight.report, since);
      case 'served':
        return seenIf((await rehearsal.served()) === sight.target);
      case 'switched': {
        const object = await stage.switch.read(stage.site.name);
        return seenIf((object === null ? 'primary' : 'secondary') === sight.target);
      }
      case 'page': {
        const page = await rehearsal.fetchThroughDns();
        return page !== null && sourceOf(page) === sight.from ? { at: elapsed(), page } : null;
      }
      case 'check':
        return seenIf(stage.checks.isHealthy(stage.checkIds[sight.check]) === sight.isHealthy);
      default:
        return unreachable(sight);
    }
  };

const seenIf = (isSo: boolean): Seen | null => (isSo ? { at: elapsed() } : null);

function sourceOf({ status, body }: Page) {
  if (status >= 400) return 'broken';
  if (status !== 200) return null;
  return body.includes(SECONDARY_MARKER) ? 'secondary' : 'primary';
}
