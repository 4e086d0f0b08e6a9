import { Doom, FunctionDiedError } from '../../bin/rehearsal/doom.ts';
import type { DoomedMoment } from '../../lib/core/rehearsal-script.ts';
import type { Log, Sleep, Switch } from '../../lib/core/world.ts';

const NOTE = { site: 'www.example.com', by: 'test', at: '', reason: '', until: null };

function stage(moment: DoomedMoment) {
  const deaths: DoomedMoment[] = [];
  const done: string[] = [];
  const doom = new Doom((at) => deaths.push(at));
  doom.set(moment);
  const world: { log: Log; sleep: Sleep; switch: Switch } = {
    log: () => {},
    sleep: async () => {
      done.push('slept');
    },
    switch: {
      put: async () => {
        done.push('put');
      },
      remove: async () => true,
      read: async () => null,
    },
  };
  return { doom, world, deaths, done };
}

test('an evaluation dies before the switch is put, once', async () => {
  const { doom, world, deaths, done } = stage('before-switch');
  const drill = doom.over(world, 'drill');
  const first = doom.over(world, 'evaluate');
  const second = doom.over(world, 'evaluate');
  await drill.switch.put('www.example.com', NOTE);
  await expect(first.switch.put('www.example.com', NOTE)).rejects.toThrow(FunctionDiedError);
  await second.switch.put('www.example.com', NOTE);
  expect({ deaths, done }).toEqual({ deaths: ['before-switch'], done: ['put', 'put'] });
});

test('a drill dies while visitors stay on the secondary, not before', async () => {
  const { doom, world, deaths, done } = stage('during-stay');
  const { log, sleep } = doom.over(world, 'drill');
  log({ message: 'decision', reason: 'awaiting-dns' });
  await sleep(1);
  log({ message: 'decision', reason: 'drill-staying' });
  await expect(sleep(1)).rejects.toThrow('the process died, while visitors were on the secondary');
  expect({ deaths, done }).toEqual({ deaths: ['during-stay'], done: ['slept'] });
});

test('without a doom the world is what it is', () => {
  const { world } = stage('during-stay');
  const doom = new Doom(() => {});
  expect(doom.over(world, 'drill')).toBe(world);
});
