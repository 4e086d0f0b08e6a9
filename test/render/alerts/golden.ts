import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withDashboard } from '../../../lib/render/alerts/dashboard-link.ts';
import { mailText } from '../../../lib/render/alerts/mail-text.ts';
import { allSamples } from '../../../lib/render/alerts/samples/alert-samples.ts';
import { EXAMPLE } from '../../../lib/render/alerts/samples/example.ts';
import { sampleName } from '../../../lib/render/alerts/samples/setting.ts';
import { dashboardUrl } from '../../../lib/stack/dashboard-url.ts';

/** The mails as somebody has read and approved them, a file each. */
export const GOLDEN_FOLDER = join(import.meta.dirname, 'golden');

const URL = dashboardUrl({ stack: EXAMPLE.stack, region: EXAMPLE.site.secondary.region });

/** The mails as the code writes them now, by the name of their file. */
export const mailsNow = (): ReadonlyMap<string, string> =>
  new Map(
    allSamples(EXAMPLE).map((sample) => [
      `${sampleName(sample)}.txt`,
      mailText(withDashboard(sample.message, URL)),
    ]),
  );

/** The mails in the folder. */
export const mailsApproved = (): ReadonlyMap<string, string> =>
  new Map(
    readdirSync(GOLDEN_FOLDER).map((name) => [
      name,
      readFileSync(join(GOLDEN_FOLDER, name), 'utf8'),
    ]),
  );
