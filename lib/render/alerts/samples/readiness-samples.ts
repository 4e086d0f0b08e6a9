import type { DisagreementKind, Views } from '../../../core/disagreement.ts';
import { type EpochMs, plusMs } from '../../../core/time.ts';
import type { VerificationNews } from '../../../core/verified.ts';
import type { Finding } from '../../../core/verify/finding.ts';
import { driftAlert } from '../disagreement-alert.ts';
import { notReadyAlert } from '../verification-alert.ts';
import {
  DAY_MS,
  HOUR_MS,
  incidentAt,
  MINUTE_MS,
  open,
  type Sample,
  type Setting,
  type Stage,
  sample,
} from './setting.ts';

const AGREED: Views = {
  phase: 'on-primary',
  ours: 'healthy',
  checkers: 'healthy',
  served: 'primary',
  isFlipStuck: false,
  isFailoverInDoubt: false,
};

/** What each of them sees when they disagree in this way. */
const VIEWS: Readonly<Record<DisagreementKind, Partial<Views>>> = {
  'secondary-served': { served: 'secondary', checkers: 'unhealthy' },
  'primary-served': { phase: 'on-secondary', ours: 'unhealthy', checkers: 'unhealthy' },
  'neither-served': { served: 'neither' },
  'flip-not-followed': { phase: 'failing-over', ours: 'unhealthy', isFlipStuck: true },
  'primary-answers': { ours: 'unhealthy', isFailoverInDoubt: true },
  'checkers-see-outage': { checkers: 'unhealthy' },
  'checkers-see-none': { ours: 'unhealthy' },
};

/** Route 53 alone sees an outage, and then moves visitors; after that each other way to disagree. */
export function driftSamples(setting: Setting): readonly Sample[] {
  const drift = (stage: Stage, kind: DisagreementKind | null, since: EpochMs = setting.now) =>
    driftAlert(stage.event, {
      site: setting.site,
      kind,
      views: { ...AGREED, ...(kind === null ? {} : VIEWS[kind]) },
      ...incidentAt({ now: since }, stage),
    });
  const opened = open('opened', 4 * MINUTE_MS);
  const others: readonly DisagreementKind[] = [
    'secondary-served',
    'primary-served',
    'flip-not-followed',
    'primary-answers',
    'checkers-see-none',
  ];
  return [
    sample(drift(opened, 'checkers-see-outage')),
    sample(drift(open('worse', 20 * MINUTE_MS), 'neither-served')),
    sample(drift(open('reminder', DAY_MS), 'secondary-served')),
    sample(drift({ ...open('resolved', 25 * HOUR_MS), overForMs: 4 * MINUTE_MS }, null)),
    ...others.map((kind, index) =>
      sample(drift(opened, kind, plusMs(setting.now, (index + 1) * 2 * DAY_MS)), kind),
    ),
  ];
}

/** What two verifications in a row have found. */
const findingsOn = ({ name, secondary: { bucket } }: Setting['site']): readonly Finding[] => [
  {
    id: 'bucket.public-read',
    outcome: 'fail',
    seen: 'no bucket policy',
    why: 'Objects that are not public are answered with 403: visitors see an error in place of the site.',
    mend: `aws s3api put-bucket-policy --bucket ${bucket} --policy '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::${bucket}/*"}]}'`,
  },
  {
    id: 'website.answers',
    outcome: 'fail',
    seen: 'GET / answered with status 403',
    why: 'This is what visitors would get after a failover.',
    mend: `npm start -- publish ${name}`,
  },
  {
    id: 'records.pair-complete',
    outcome: 'fail',
    seen: 'a simple A record, and neither a PRIMARY nor a SECONDARY',
    why: 'Without the pair there is nothing to fail over to.',
    mend: `npm start -- adopt ${name}`,
  },
];

/** The records are not adopted yet; then the secondary itself fails; then all is mended. */
export function notReadySamples(setting: Setting): readonly Sample[] {
  const notReady = (stage: Stage, news: VerificationNews) =>
    notReadyAlert(stage.event, {
      site: setting.site,
      news,
      findings: findingsOn(setting.site),
      ...incidentAt(setting, stage),
    });
  const pair = ['records.pair-complete'];
  const all = ['bucket.public-read', 'website.answers', ...pair];
  return [
    sample(notReady(open('opened', 5 * MINUTE_MS), { failing: pair, added: pair, mended: [] })),
    sample(
      notReady(open('worse', 3 * HOUR_MS), {
        failing: all,
        added: all.slice(0, 2),
        mended: [],
      }),
    ),
    sample(
      notReady(open('reminder', DAY_MS), {
        failing: all.slice(0, 2),
        added: [],
        mended: pair,
      }),
    ),
    sample(
      notReady(
        { ...open('resolved', 26 * HOUR_MS), overForMs: 5 * MINUTE_MS },
        { failing: [], added: [], mended: all },
      ),
    ),
  ];
}
