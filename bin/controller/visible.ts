import { evidenceOf } from '../../lib/app/evidence.ts';
import { lookAtServing, type ServingDeps } from '../../lib/app/look.ts';
import type { Evidence } from '../../lib/core/failover.ts';
import type { Site } from '../../lib/core/site.ts';
import type { EpochMs } from '../../lib/core/time.ts';
import type { SwitchObject } from '../../lib/core/world.ts';
import { quoted } from '../../lib/render/text.ts';

/** What can be seen of a site through DNS, HTTP and S3 alone, when the record is out of reach. */
export type Visible = Pick<Evidence, 'answersUs' | 'secondary' | 'served' | 'switched'> & {
  readonly site: string;
  readonly switchObject: SwitchObject | null;
};

/** Looks at a site without the state table. */
export async function lookWithoutRecord(
  deps: ServingDeps & { readonly now: () => EpochMs },
  site: Site,
): Promise<Visible> {
  const serving = await lookAtServing(deps, site);
  const { answersUs, secondary, served, switched } = evidenceOf(site, null, serving, deps.now());
  const { switchObject } = serving;
  return { site: site.name, answersUs, secondary, served, switched, switchObject };
}

/** It in rows, as the status has them. */
export const visibleRows = (visible: Visible): string[] => [
  `primary    ${visible.answersUs ? 'answers' : 'does not answer'} this machine`,
  `secondary  ${visible.secondary}`,
  `served     ${visible.served}`,
  `switch     ${switchText(visible)}`,
];

function switchText({ switched, switchObject }: Visible): string {
  if (switchObject === null) return switched === 'unknown' ? 'unknown' : 'absent';
  const { by, at } = switchObject.note;
  const who = switchObject.isOurs ? `by ${quoted(by)}` : 'put by hand';
  return `there, ${who} at ${quoted(at)}`;
}
