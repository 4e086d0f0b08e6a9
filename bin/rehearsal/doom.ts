import type { DoomedMoment } from '../../lib/core/rehearsal-script.ts';
import { unreachable } from '../../lib/core/unreachable.ts';
import type { Log, Sleep, Switch } from '../../lib/core/world.ts';

/** A function's process is gone, as far as the function can tell. */
export class FunctionDiedError extends Error {
  override readonly name = 'FunctionDiedError';
  constructor(moment: DoomedMoment, options?: ErrorOptions) {
    super(`the process died, ${WHEN[moment]}`, options);
  }
}

const WHEN = {
  'before-switch': 'before the switch was put',
  'during-stay': 'while visitors were on the secondary',
} as const;

/** What one invocation has in hand when its moment comes. */
type Hands = { readonly log: Log; readonly sleep: Sleep; readonly switch: Switch };

/** Lets one invocation of the failover function die at a chosen moment, once. */
export class Doom {
  readonly #onDeath: (moment: DoomedMoment) => void;
  #moment: DoomedMoment | null = null;

  constructor(onDeath: (moment: DoomedMoment) => void) {
    this.#onDeath = onDeath;
  }

  set(moment: DoomedMoment): void {
    this.#moment = moment;
  }

  /** The world of one invocation, in which its moment may come. */
  over<World extends Hands>(world: World, action: unknown): World {
    switch (this.#moment) {
      case null:
        return world;
      case 'before-switch':
        return action === 'evaluate' ? this.#dyingBeforeSwitch(world) : world;
      case 'during-stay':
        return action === 'drill' ? this.#dyingDuringStay(world) : world;
      default:
        return unreachable(this.#moment);
    }
  }

  #dyingBeforeSwitch<World extends Hands>(world: World): World {
    const put: Switch['put'] = async (...given) => {
      this.#strike('before-switch');
      await world.switch.put(...given);
    };
    return { ...world, switch: { ...world.switch, put } };
  }

  #dyingDuringStay<World extends Hands>(world: World): World {
    let isStaying = false;
    const log: Log = (line) => {
      isStaying = line.reason === 'drill-staying';
      world.log(line);
    };
    const sleep: Sleep = async (...given) => {
      if (isStaying) this.#strike('during-stay');
      await world.sleep(...given);
    };
    return { ...world, log, sleep };
  }

  #strike(moment: DoomedMoment): void {
    if (this.#moment !== moment) return;
    this.#moment = null;
    this.#onDeath(moment);
    throw new FunctionDiedError(moment);
  }
}
