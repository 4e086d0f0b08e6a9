/** The address that every contestant probes, and how many probes it has under way at a time. */
export type Task = {
  readonly port: number;
  readonly lanes: number;
  readonly mode: 'pooled' | 'fresh';
};

/** Someone who probes: resolves to whether the target was found healthy. */
export type Contestant = (lane: number) => Promise<boolean>;
export type MakeContestant = (task: Task) => Promise<Contestant>;

/** What every contestant asks for and holds the answer against. */
export const WITHIN_MS = 2_000;
export const CONTAINS = 'ok';
export const isGood = (status: number, body: string): boolean =>
  status >= 200 && status <= 399 && body.includes(CONTAINS);

export const urlOf = ({ port }: Task): string => `http://127.0.0.1:${port}/health`;

export const lanesOf = <T>({ lanes }: Task, make: (lane: number) => T): readonly T[] =>
  Array.from({ length: lanes }, (_, lane) => make(lane));

/** The element of a lane; lanes are numbered by us, so it is there. */
export function at<T>(list: readonly T[], lane: number): T {
  const element = list[lane];
  if (element === undefined) throw new RangeError(`no lane ${lane}`);
  return element;
}
