import {
  headsNeeded,
  type PlannedPut,
  type PlannedRemoval,
  type PublishPlan,
  planPublish,
  putWaves,
} from '../../core/publish-plan.ts';
import type {
  BucketPlace,
  HeadObject,
  LocalContent,
  LocalFile,
  ObjectHead,
  PutObject,
  ReadContent,
  RemoveObject,
} from '../../core/publish-world.ts';
import type { PublishDeed, Published } from '../../core/published.ts';
import type { Site } from '../../core/site.ts';
import type { BucketObject } from '../../core/verify/snapshot.ts';
import type { ListObjects } from '../../core/world.ts';
import { atOnce } from '../at-once.ts';

export type PublishDeps = {
  readonly readContent: ReadContent;
  readonly listObjects: ListObjects;
  readonly headObject: HeadObject;
  readonly putObject: PutObject;
  readonly removeObject: RemoveObject;
};

export type PublishOptions = {
  /** Plans, and changes nothing. */
  readonly isDryRun: boolean;
  /** Told of each deed once it is done, or of each planned one in a dry run. */
  readonly onDeed: (deed: PublishDeed) => void;
  /** Once it is aborted, nothing more is begun. */
  readonly signal?: AbortSignal;
};

export type PublishedSite = Pick<Site, 'name' | 'secondary'>;

/** Publishing would take the page away from visitors. */
export class PublishRefusedError extends Error {
  override readonly name = 'PublishRefusedError';
}

/** Publishing began and did not come to its end; `deeds` were done and stay. */
export class PublishFailedError extends Error {
  override readonly name = 'PublishFailedError';
  readonly deeds: readonly PublishDeed[];
  constructor(
    site: string,
    { deeds, of }: { deeds: readonly PublishDeed[]; of: number },
    cause: unknown,
  ) {
    const why = cause instanceof Error ? cause.message : String(cause);
    super(
      `publishing ${site} stopped after ${deeds.length} of ${of} changes: ${why}; what is done stays, and publishing again does the rest`,
      { cause },
    );
    this.deeds = deeds;
  }
}

/** Heads, uploads and removals at a time: quick for a folder of small files, and far below any limit of S3. */
const CALLS_AT_ONCE = 8;

/**
 * Makes the bucket hold what the content folder holds. Parts go first, pages second and removals last, so
 * that whatever visitors are served meanwhile is whole. Repeating it is harmless: only differences are sent.
 */
export async function publishSite(
  deps: PublishDeps,
  site: PublishedSite,
  options: PublishOptions,
): Promise<Published> {
  const { bucket, region, content } = site.secondary;
  const place = { bucket, region };
  const local = await deps.readContent(content);
  refuseEmpty(site, local);
  const objects = await deps.listObjects(bucket, region);
  const plan = planPublish(
    local.files,
    objects,
    await readHeads(deps, place, local.files, objects),
  );
  const deeds = options.isDryRun
    ? foretell(site, plan, options)
    : await carryOut({ deps, site, local, options }, plan);
  return {
    site: site.name,
    bucket,
    content,
    isDryRun: options.isDryRun,
    deeds,
    kept: plan.keep,
    foreign: plan.foreign,
    skipped: local.skipped,
  };
}

const INDEX = 'index.html';

function refuseEmpty({ name, secondary }: PublishedSite, { files }: LocalContent): void {
  const index = files.find(({ key }) => key === INDEX);
  if (index !== undefined && index.bytes > 0) return;
  const what = index === undefined ? `no ${INDEX}` : `an empty ${INDEX}`;
  throw new PublishRefusedError(
    `${name} is not published: the content folder ${secondary.content} has ${what}, so visitors would get no page; put one there, or correct secondary.content`,
  );
}

async function readHeads(
  { headObject }: PublishDeps,
  place: BucketPlace,
  files: readonly LocalFile[],
  objects: readonly BucketObject[],
): Promise<ReadonlyMap<string, ObjectHead>> {
  const heads = new Map<string, ObjectHead>();
  await atOnce(CALLS_AT_ONCE, headsNeeded(files, objects), async (key) => {
    const head = await headObject(place, key);
    if (head !== null) heads.set(key, head);
  });
  return heads;
}

/** In the order in which it would be done. */
function foretell(
  { name: site }: PublishedSite,
  { put, remove }: PublishPlan,
  { onDeed }: PublishOptions,
): readonly PublishDeed[] {
  const deeds: readonly PublishDeed[] = [
    ...putWaves(put)
      .flat()
      .map((one) => ({ site, deed: 'put' as const, ...one })),
    ...remove.map(({ key }) => ({ site, deed: 'removed' as const, key })),
  ];
  deeds.forEach(onDeed);
  return deeds;
}

type Work = {
  readonly deps: PublishDeps;
  readonly site: PublishedSite;
  readonly local: LocalContent;
  readonly options: PublishOptions;
};

async function carryOut(work: Work, { put, remove }: PublishPlan): Promise<readonly PublishDeed[]> {
  const { site, options } = work;
  const deeds: PublishDeed[] = [];
  const tell = (deed: PublishDeed) => {
    deeds.push(deed);
    options.onDeed(deed);
  };
  try {
    for (const wave of putWaves(put))
      await atOnce(CALLS_AT_ONCE, wave, async (planned) => tell(await upload(work, planned)));
    await atOnce(CALLS_AT_ONCE, remove, async (planned) => tell(await take(work, planned)));
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new PublishFailedError(site.name, { deeds, of: put.length + remove.length }, error);
  }
  return deeds;
}

async function upload(
  { deps, site, local, options }: Work,
  planned: PlannedPut,
): Promise<PublishDeed> {
  options.signal?.throwIfAborted();
  const file = local.files.find(({ key }) => key === planned.key);
  if (file === undefined) throw new Error(`${planned.key} was planned and is not in the folder`);
  const { key, contentType, cacheControl } = planned;
  const body = await file.read();
  await deps.putObject(site.secondary, { key, contentType, cacheControl, md5: file.md5, body });
  return { site: site.name, deed: 'put', ...planned };
}

async function take(
  { deps, site, options }: Work,
  { key, etag }: PlannedRemoval,
): Promise<PublishDeed> {
  options.signal?.throwIfAborted();
  const isGone = await deps.removeObject(site.secondary, key, etag);
  return { site: site.name, deed: isGone ? 'removed' : 'left', key };
}
