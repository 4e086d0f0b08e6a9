import { isPageStatus } from '../../secondary-answer.ts';
import { type Check, fail, listed, pass, warn } from '../check.ts';
import { few } from '../few.ts';
import { uploadCommand } from '../mends.ts';
import { primaryHostsIn } from '../primary-host.ts';
import { indexOf } from './content-check.ts';
import { assetsOf, keyOfReference, withoutComments } from './page-references.ts';
import type { BucketView } from './view.ts';

const assets: Check<BucketView> = {
  id: 'bucket.assets',
  severity: 'warn',
  rule: 'Every script, style and image of the site that the index document names is in the bucket.',
  sources: [],
  why: 'What is not in the bucket stands on the primary at best, and is gone with it: visitors get a page without its looks.',
  judge: ({ site, bucket, snapshot: { page, objects } }) => {
    if (bucket.region === null || !objects?.ok || !page.ok) return null;
    if (!isPageStatus(site, page.value.status)) return null;
    const keys = new Set(objects.value.map(({ key }) => key));
    const needed = assetsOf(page.value.body)
      .map((reference) => keyOfReference(reference, site.name, indexOf(bucket)))
      .filter((key) => key !== null);
    const missing = needed.filter((key) => !keys.has(key));
    if (missing.length === 0) return pass(`${needed.length} files named, none missing`);
    return warn(
      `not in the bucket: ${few(missing)}`,
      `Put them into ${site.secondary.content}, or take them out of the page, then ${uploadCommand(site)}`,
    );
  },
};

const noPrimary: Check<BucketView> = {
  id: 'bucket.no-primary',
  severity: 'fail',
  rule: "The index document does not name the primary by its address or by the load balancer's name. Links to the site's own name are fine: they follow the failover.",
  sources: [],
  why: 'What leads to the primary itself leads past the failover, to a server that does not answer.',
  judge: ({ site, bucket, snapshot: { page } }) => {
    if (bucket.region === null || !page.ok) return null;
    if (!isPageStatus(site, page.value.status)) return null;
    const hosts = primaryHostsIn(site, withoutComments(page.value.body));
    return hosts.length === 0
      ? pass('the page does not name the primary')
      : fail(
          `the page names ${listed(hosts)}, which is the primary`,
          `Write links from / on in ${site.secondary.content}/${indexOf(bucket)}, then ${uploadCommand(site)}`,
        );
  },
};

export const BUCKET_PAGE_CHECKS: readonly Check<BucketView>[] = [assets, noPrimary];
