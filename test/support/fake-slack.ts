import type { ForwardDeps } from '../../lib/app/slack/forward-deps.ts';
import { StaleRecordError, type Stored } from '../../lib/core/records.ts';
import { type EpochMs, epochMs } from '../../lib/core/time.ts';
import { readAlertDocument } from '../../lib/io/alert-schema.ts';

/** What stands in the channel, oldest first. */
export type Posted = {
  readonly name: string;
  subject: string;
  readonly replyTo: string | null;
  readonly isLoud: boolean;
};

/** Where a run can end: before this was done, or after it, when nobody heard that it was. */
export type Fault = { readonly at: 'before' | 'after'; readonly step: Step };
export type Step =
  | 'load posting'
  | 'save posting'
  | 'load thread'
  | 'save thread'
  | 'post'
  | 'replace';

/** A channel with a memory, that do what they are asked but for the faults that are handed to them. */
export function makeFakeSlack(kind: 'bot' | 'webhook' = 'bot') {
  const posted: Posted[] = [];
  const lines: Readonly<Record<string, unknown>>[] = [];
  let faults: Fault[] = [];
  let now = epochMs(Date.UTC(2026, 10, 22, 3, 4, 5));

  const act = async <T>(step: Step, deed: () => T): Promise<T> => {
    const fault = faults.find((each) => each.step === step);
    if (fault !== undefined) faults = faults.filter((each) => each !== fault);
    if (fault?.at === 'before') throw new Error(`${step} failed`);
    const done = deed();
    if (fault?.at === 'after') throw new Error(`${step} broke off`);
    return done;
  };
  const store = <T>(what: 'posting' | 'thread') => {
    const items = new Map<string, Stored<T>>();
    return {
      items,
      load: (id: string) => act(`load ${what}`, () => items.get(id) ?? null),
      save: (id: string, value: T, expected: number, _now: EpochMs) =>
        act(`save ${what}`, () => {
          if ((items.get(id)?.version ?? 0) !== expected) throw new StaleRecordError(id, expected);
          items.set(id, { value, version: expected + 1 });
          return expected + 1;
        }),
    };
  };
  const deps: ForwardDeps = {
    now: () => now,
    log: (line) => lines.push(line),
    readSecret: async (name) => `secret of ${name}\n`,
    readDocument: readAlertDocument,
    memory: { postings: store('posting'), threads: store('thread') },
    openChannel: (secret) => ({
      post: (payload, reply) =>
        act('post', () => {
          if (secret !== 'secret of /slack') throw new Error(`not the secret: ${secret}`);
          const name = `${posted.length + 1}.0`;
          const replyTo = reply?.to ?? null;
          posted.push({
            name,
            subject: subjectIn(payload),
            replyTo,
            isLoud: reply?.isLoud ?? false,
          });
          return kind === 'bot' ? name : null;
        }),
      replace:
        kind === 'webhook'
          ? null
          : (name, payload) =>
              act('replace', () => {
                for (const one of posted) if (one.name === name) one.subject = subjectIn(payload);
              }),
    }),
  };
  return {
    deps,
    posted,
    lines,
    fail: (...next: readonly Fault[]) => {
      faults = [...next];
    },
    wait: (ms: number) => {
      now = epochMs(now + ms);
    },
  };
}

const subjectIn = (payload: object): string => {
  const { blocks } = payload as {
    readonly blocks: readonly [{ readonly text: { readonly text: string } }];
  };
  return blocks[0].text.text;
};
