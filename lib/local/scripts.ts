import type { Script } from '../core/rehearsal-script.ts';
import type { StagePace } from './pace.ts';
import { blind } from './scripts/blind.ts';
import { bothDown } from './scripts/both-down.ts';
import { crash } from './scripts/crash.ts';
import { drill } from './scripts/drill.ts';
import { flapping } from './scripts/flapping.ts';
import { outage } from './scripts/outage.ts';
import { secondaryBroken } from './scripts/secondary-broken.ts';

/** Every bad day that can be played, the default first. */
export const scriptsAt = (pace: StagePace): readonly Script[] =>
  [outage, flapping, blind, secondaryBroken, bothDown, drill, crash].map((write) => write(pace));
