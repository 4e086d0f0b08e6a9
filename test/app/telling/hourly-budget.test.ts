import { AlertWaitsError, withinBudget } from '../../../lib/app/telling/hourly-budget.ts';
import type { Budget } from '../../../lib/core/alerts/budget.ts';
import { type EpochMs, plusMs } from '../../../lib/core/time.ts';
import type { Message } from '../../../lib/core/world.ts';
import { makeMemoryStore } from '../../../lib/local/memory-state.ts';
import { NOON } from '../../support/fake-probe-world.ts';
import { messageOf } from '../../support/messages.ts';

const WARNING = { class: 'degraded', event: 'degraded-opened', severity: 'warning' } as const;

function makeWorld() {
  const records = makeMemoryStore<Budget>('budget');
  const world = {
    now: NOON as EpochMs,
    sent: [] as Message['data'][],
    logged: [] as string[],
    refuses: (_event: string) => false,
    isTableOut: false,
    records,
  };
  const guarded =
    <A extends readonly unknown[], T>(work: (...args: A) => Promise<T>) =>
    async (...args: A) => {
      if (world.isTableOut) throw new Error('the table is out of reach');
      return work(...args);
    };
  const publish = withinBudget(
    {
      now: () => world.now,
      log: ({ message }) => world.logged.push(message),
      budget: {
        load: guarded(() => records.load('#alerts')),
        save: guarded((value: Budget, version: number) => records.save('#alerts', value, version)),
      },
      stack: 'understudy-test',
      perHourMax: 3,
    },
    async ({ data }) => {
      if (world.refuses(data.event)) throw new Error('refused');
      world.sent.push(data);
    },
  );
  return Object.assign(world, { publish });
}
const eventsOf = (world: ReturnType<typeof makeWorld>) => world.sent.map(({ event }) => event);
const spendAll = async (world: ReturnType<typeof makeWorld>) => {
  for (let count = 0; count < 3; count++) await world.publish(messageOf(WARNING));
  world.sent.length = 0;
};

test('once the budget is spent warnings wait, that is told once, and critical alerts are sent', async () => {
  const world = makeWorld();
  await spendAll(world);
  await expect(world.publish(messageOf(WARNING))).rejects.toThrow(AlertWaitsError);
  await expect(world.publish(messageOf(WARNING))).rejects.toThrow('waits: 3 alerts');
  await world.publish(messageOf());
  expect(eventsOf(world)).toEqual(['cap-opened', 'outage-opened']);
});

test('critical ones are sent as many times again, and then wait, too, until the hour is over', async () => {
  const world = makeWorld();
  await spendAll(world);
  for (let count = 0; count < 3; count++) await world.publish(messageOf());
  await expect(world.publish(messageOf())).rejects.toThrow(AlertWaitsError);
  world.now = plusMs(NOON, 60 * 60_000);
  await world.publish(messageOf(WARNING));
  expect(eventsOf(world).at(-1)).toBe('degraded-opened');
});

test('a message that was refused costs nothing', async () => {
  const world = makeWorld();
  world.refuses = () => true;
  for (let count = 0; count < 9; count++)
    await expect(world.publish(messageOf())).rejects.toThrow('refused');
  world.refuses = () => false;
  for (let count = 0; count < 3; count++) await world.publish(messageOf(WARNING));
  expect(eventsOf(world)).toHaveLength(3);
});

test('that alerts wait is told with the next that waits, where it could not be told', async () => {
  const world = makeWorld();
  await spendAll(world);
  world.refuses = (event) => event === 'cap-opened';
  await expect(world.publish(messageOf(WARNING))).rejects.toThrow(AlertWaitsError);
  expect(world.logged).toContain('alert not sent');
  world.refuses = () => false;
  await expect(world.publish(messageOf(WARNING))).rejects.toThrow(AlertWaitsError);
  expect(eventsOf(world)).toEqual(['cap-opened']);
});

test('a table that is out of reach stops no alert', async () => {
  const world = makeWorld();
  await spendAll(world);
  world.isTableOut = true;
  await world.publish(messageOf(WARNING));
  expect(eventsOf(world)).toEqual(['degraded-opened']);
  expect(world.logged).toContain('alerts not counted');
});

test('two functions that count at the same moment count both', async () => {
  const world = makeWorld();
  await Promise.all([world.publish(messageOf(WARNING)), world.publish(messageOf(WARNING))]);
  expect((await world.records.load('#alerts'))?.value.sent).toBe(2);
});

test('a test of the way is not counted, and goes when nothing else does', async () => {
  const world = makeWorld();
  await spendAll(world);
  await world.publish(messageOf({ ...WARNING, isTest: true }));
  expect(eventsOf(world)).toEqual(['degraded-opened']);
});
