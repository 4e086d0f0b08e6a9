/** A fake world in which whatever waits goes on one by one, in the order that chance draws. */
export type Gates = {
  /** Waits for its turn. Who is killed waits for ever. */
  readonly pass: (life: Life) => Promise<void>;
  /** Lets them pass until the work is done; every turn may be somebody's death. */
  readonly run: (work: Promise<unknown>, onTurn: () => void) => Promise<void>;
};

/** Somebody who may die at any gate. */
export type Life = { isDead: boolean; readonly onDeath: () => void };

/** Of a hundred turns so many are a death. */
export function makeGates(draw: () => number, deathsOfHundred: number): Gates {
  const waiting: { readonly life: Life; readonly go: () => void }[] = [];
  return {
    pass: (life) => new Promise((go) => waiting.push({ life, go })),
    run: async (work, onTurn) => {
      let isDone = false;
      const done = work.then(() => {
        isDone = true;
      });
      for (;;) {
        await new Promise(setImmediate);
        if (isDone) break;
        const [one] = waiting.splice(draw() % Math.max(1, waiting.length), 1);
        if (one === undefined || one.life.isDead) continue;
        onTurn();
        if (draw() % 100 >= deathsOfHundred) one.go();
        else {
          one.life.isDead = true;
          one.life.onDeath();
        }
      }
      await done;
    },
  };
}
