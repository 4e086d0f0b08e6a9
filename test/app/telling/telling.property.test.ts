import fc from 'fast-check';
import { SiteTeller } from '../../../lib/app/telling/site-teller.ts';
import { MonitorBook } from '../../../lib/app/window/monitor-book.ts';
import { NOBODY_IS_TOLD } from '../../../lib/core/alerts/alerts.ts';
import { CLAIM_MS, follow, type Presence } from '../../../lib/core/alerts/incident.ts';
import { type MonitorState, StaleRecordError } from '../../../lib/core/records.ts';
import { type EpochMs, plusMs } from '../../../lib/core/time.ts';
import type { Message, Publish } from '../../../lib/core/world.ts';
import { makeMemoryStore } from '../../../lib/local/memory-state.ts';
import { NOON } from '../../support/fake-probe-world.ts';
import { type Gates, type Life, makeGates } from '../../support/gates.ts';
import { siteNamed } from '../../support/sites.ts';

const MINUTE_MS = 60_000;
const SITE = siteNamed('a.example.com', { stableForMs: 90_000 });
const ALERTS = {
  remind: { criticalMs: 5 * MINUTE_MS, warningMs: null },
  escalation: { afterMs: 3 * MINUTE_MS, topicArn: null, email: [] },
};

/** Windows that overlap, and what happens to their messages. */
type Round = {
  readonly windows: readonly Presence[];
  /** From the end of this round to the beginning of the next. */
  readonly pauseMs: number;
};
const anyRound: fc.Arbitrary<Round> = fc.record({
  windows: fc.array(
    fc.constantFrom<Presence>('present', 'present', 'absent', 'absent', 'unknown'),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  pauseMs: fc.constantFrom(1_000, 30_000, CLAIM_MS, 2 * MINUTE_MS, 5 * MINUTE_MS),
});
const anyStory = fc.array(anyRound, { minLength: 25, maxLength: 40 });
const anyDraws = fc.array(fc.nat(999), { minLength: 500, maxLength: 1_500 });

/** What was accepted, in order, and how often the sender could not know or note it down. */
type Outbox = { readonly accepted: Message['data'][]; readonly unnoted: Map<string, number> };

type World = {
  now: EpochMs;
  readonly gates: Gates;
  readonly draw: () => number;
  readonly store: ReturnType<typeof makeMemoryStore<MonitorState>>;
  readonly outbox: Outbox;
  readonly seen: { staleTold: number; refused: number; lost: number };
  /** From the end of the story on nothing fails any more. */
  isCalm: boolean;
};

function makeWorld(draws: readonly number[], deathsOfHundred: number): World {
  let drawn = 0;
  const draw = () => draws[drawn++ % draws.length] ?? 0;
  return {
    now: NOON,
    gates: makeGates(draw, deathsOfHundred),
    draw,
    store: makeMemoryStore<MonitorState>('monitor'),
    outbox: { accepted: [], unnoted: new Map() },
    seen: { staleTold: 0, refused: 0, lost: 0 },
    isCalm: false,
  };
}

/** One window: it reads, sees what is there, saves that, tells, and saves at its end; a lost race begins anew. */
async function playWindow(
  world: World,
  presence: Presence,
  life: Life,
  unnoted: { id: string | null },
) {
  const gate = () => (world.isCalm ? Promise.resolve() : world.gates.pass(life));
  const store = {
    load: async (site: string) => {
      await gate();
      return world.store.load(site);
    },
    save: async (site: string, value: MonitorState, version: number) => {
      await gate();
      const next = await world.store.save(site, value, version).catch((error: unknown) => {
        if (unnoted.id !== null) world.seen.staleTold += 1;
        throw error;
      });
      unnoted.id = null;
      await gate();
      return next;
    },
  };
  const publish: Publish = async ({ data }) => {
    await gate();
    const fate = world.isCalm ? 99 : world.draw() % 100;
    if (fate < 20) {
      world.seen.refused += 1;
      throw new Error('refused');
    }
    world.outbox.accepted.push(data);
    unnoted.id = data.id;
    await gate();
    if (fate >= 28) return;
    world.seen.lost += 1;
    note(world.outbox, unnoted);
    throw new Error('the answer got lost');
  };
  const deps = {
    now: () => world.now,
    log: () => undefined,
    store,
    publish,
    escalate: publish,
    alerts: { ...NOBODY_IS_TOLD, ...ALERTS },
    controls: [],
    controllers: { load: async () => null },
  };
  for (let beginnings = 1; beginnings <= 3; beginnings++) {
    try {
      const book = await MonitorBook.open(deps, SITE.name);
      const { incidents } = book.state;
      const outage = follow(incidents.outage, presence, world.now);
      book.state = { ...book.state, incidents: { ...incidents, outage } };
      await book.save();
      const none = { latest: [], oldConnectionsWork: false };
      await new SiteTeller(deps, SITE, book, () => none).tell();
      return await book.save();
    } catch (error) {
      if (!(error instanceof StaleRecordError)) throw error;
    }
  }
}

/** Somebody accepted it, and nobody has written that down. */
function note({ unnoted }: Outbox, pending: { id: string | null }): void {
  if (pending.id !== null) unnoted.set(pending.id, (unnoted.get(pending.id) ?? 0) + 1);
  pending.id = null;
}

async function playRound(world: World, { windows, pauseMs }: Round): Promise<number> {
  let deaths = 0;
  const playing = windows.map((presence) => {
    const unnoted: { id: string | null } = { id: null };
    return new Promise<void>((resolve, reject) => {
      const life: Life = {
        isDead: false,
        onDeath: () => {
          deaths += 1;
          note(world.outbox, unnoted);
          resolve();
        },
      };
      playWindow(world, presence, life, unnoted).then(resolve, reject);
    });
  });
  // No window takes longer to send a message than a claim lasts.
  await world.gates.run(Promise.all(playing), () => {
    world.now = plusMs(world.now, 1 + (world.draw() % 150));
  });
  world.now = plusMs(world.now, pauseMs);
  return deaths;
}

const eventsOf = (accepted: Outbox['accepted'], thread: string, event: string) =>
  accepted.filter((data) => data.thread === thread && data.event === `outage-${event}`);

function expectOneOfEach({ accepted, unnoted }: Outbox): number {
  const threads = [...new Set(accepted.map(({ thread }) => thread))];
  for (const thread of threads) {
    const opened = eventsOf(accepted, thread, 'opened');
    const resolved = eventsOf(accepted, thread, 'resolved');
    expect([
      new Set(opened.map(({ id }) => id)).size,
      new Set(resolved.map(({ id }) => id)).size,
    ]).toEqual([1, 1]);
    const [first] = accepted.filter((data) => data.thread === thread);
    expect(first?.event).toBe('outage-opened');
  }
  const times = Map.groupBy(accepted, ({ id }) => id);
  for (const [id, messages] of times)
    expect(messages.length).toBeLessThanOrEqual(1 + (unnoted.get(id) ?? 0));
  return threads.length;
}

test('whatever dies, overlaps or is refused: of each incident one opening, and after it one end', async () => {
  const seen = {
    threads: 0,
    deaths: 0,
    doubled: 0,
    staleTold: 0,
    refused: 0,
    lost: 0,
    reminders: 0,
    escalations: 0,
  };
  await fc.assert(
    fc.asyncProperty(anyStory, anyDraws, async (story, draws) => {
      const world = makeWorld(draws, 3);
      for (const round of story) seen.deaths += await playRound(world, round);
      // Then all is well for long enough, and so is the way of the messages.
      world.isCalm = true;
      for (let windows = 0; windows < 5; windows++)
        await playRound(world, { windows: ['absent'], pauseMs: 2 * MINUTE_MS });
      const { accepted } = world.outbox;
      seen.threads += expectOneOfEach(world.outbox);
      seen.doubled += accepted.length - new Set(accepted.map(({ id }) => id)).size;
      seen.reminders += accepted.filter(({ event }) => event === 'outage-reminder').length;
      seen.escalations += accepted.filter(({ event }) => event === 'outage-escalated').length;
      seen.staleTold += world.seen.staleTold;
      seen.refused += world.seen.refused;
      seen.lost += world.seen.lost;
      expect((await world.store.load(SITE.name))?.value.incidents.outage.state).toBe('none');
    }),
    { numRuns: 60 },
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(20);
});

test('where nobody dies and no answer is lost, no message is accepted twice, however windows overlap', async () => {
  let messages = 0;
  await fc.assert(
    fc.asyncProperty(anyStory, anyDraws, async (story, draws) => {
      // Above all fates that lose something.
      const world = makeWorld(
        draws.map((draw) => 28 + (draw % 72)),
        0,
      );
      for (const round of story) await playRound(world, round);
      const ids = world.outbox.accepted.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      messages += ids.length;
    }),
    { numRuns: 60 },
  );
  expect(messages).toBeGreaterThan(300);
});
