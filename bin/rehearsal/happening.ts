import type { Phase, Reason } from '../../lib/core/failover.ts';
import type { Happening } from '../../lib/core/rehearsal.ts';
import type { Target } from '../../lib/core/site.ts';
import type { Log } from '../../lib/core/world.ts';

/** What a line of the log means to somebody who watches; null for what need not be told. */
export function happeningOf(line: Parameters<Log>[0]): Happening | null {
  switch (line.message) {
    case 'health changed':
      return line.to === 'unhealthy' ? { kind: 'detected' } : null;
    case 'decision':
      return {
        kind: 'decision',
        phase: line.phase as Phase,
        flipTo: line.flipTo as Target | null,
        reason: line.reason as Reason,
      };
    case 'window':
      return { kind: 'window', isHandedOver: line.isHandedOver === true };
    default:
      return 'error' in line ? { kind: 'trouble', text: `${line.message}: ${line.error}` } : null;
  }
}
