/** So many of something at once, and no more. */
export class Allowance {
  #left: number;

  constructor(most: number) {
    this.#left = most;
  }

  /** False when there is nothing left; whoever was given one gives it back. */
  take(): boolean {
    if (this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  give(): void {
    this.#left += 1;
  }
}
