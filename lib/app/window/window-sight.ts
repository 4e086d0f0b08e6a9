import { ANSWERS_MS, type Answers, answersSince } from '../../core/alerts/degraded.ts';
import type { Certificate, ProbeResult } from '../../core/probing/probe.ts';
import type { EpochMs } from '../../core/time.ts';
import type { WindowEvidence } from '../telling/site-teller.ts';

/** What one window has seen of one site, beyond what its record says. */
export class WindowSight {
  readonly oldConnections = new Map<string, boolean>();
  readonly #latest = new Map<string, ProbeResult>();
  readonly #certificates = new Map<string, Certificate>();
  readonly #unseen = new Set<string>();
  readonly #answers: { atMs: number; tookMs: number; isSlow: boolean }[] = [];
  #hasFailed = false;
  /** Of a blind window nothing is known: what fails in it is not taken in. */
  #hasAnswered = false;

  /** These are to be looked at. */
  expect(addresses: readonly string[]): void {
    for (const address of addresses) this.#unseen.add(address);
  }

  /** True once, when every address has been looked at on a fresh connection. */
  take(address: string, result: ProbeResult): boolean {
    const { at, fresh, verdict, certificate, phasesMs, isSlow } = result;
    if (certificate !== null) this.#certificates.set(address, certificate);
    if (verdict === 'healthy') this.#answers.push({ atMs: at, tookMs: phasesMs.total, isSlow });
    if (!fresh) return false;
    this.#latest.set(address, result);
    if (verdict === 'unhealthy') this.#hasFailed = true;
    if (verdict === 'healthy') {
      this.#hasAnswered = true;
      this.oldConnections.delete(address);
    }
    return this.#unseen.delete(address) && this.#unseen.size === 0;
  }

  /** Healthy from its beginning to its end, as far as anybody looked. */
  get isCalm(): boolean {
    return this.#hasAnswered && !this.#hasFailed;
  }

  get evidence(): WindowEvidence {
    return {
      latest: [...this.#latest.values()],
      oldConnectionsWork: [...this.oldConnections.values()].includes(true),
    };
  }

  /** Of several certificates the one that ends first; null when none was shown. */
  get firstToEnd(): Certificate | null {
    const [first] = [...this.#certificates.values()].toSorted(
      (one, other) => one.validTo - other.validTo,
    );
    return first ?? null;
  }

  answersUntil(at: EpochMs): Answers | null {
    return answersSince(at - ANSWERS_MS, this.#answers);
  }
}
