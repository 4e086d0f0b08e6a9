import type { RuleId } from '../core/rules.ts';
import type { EpochMs } from '../core/time.ts';
import type { DrillBlock } from './drill.ts';
import type { AlertTestRequest } from './telling/alert-test.ts';

/** What the failover function is asked to do; without a site, for all of them. */
export type FailoverRequest =
  | { readonly action: 'verify'; readonly site: string | null; readonly by: string | null }
  | { readonly action: 'status'; readonly site: string | null }
  | { readonly action: 'evaluate'; readonly site: string | null; readonly by: string | null }
  | OrderRequest
  | {
      readonly action: 'drill';
      readonly site: string;
      readonly by: string;
      readonly reason: string;
      readonly overrides: readonly DrillBlock[];
      readonly isDryRun: boolean;
    }
  | {
      readonly action: 'hold' | 'maintenance';
      readonly site: string | null;
      readonly by: string;
      readonly reason: string;
      readonly until: EpochMs | null;
      readonly isDryRun: boolean;
    }
  | {
      readonly action: 'release';
      readonly site: string | null;
      readonly by: string;
      readonly reason: string | null;
      readonly isDryRun: boolean;
    }
  | {
      readonly action: 'acknowledge';
      readonly site: string | null;
      readonly by: string;
      readonly reason: string;
    }
  | { readonly action: 'history'; readonly site: string; readonly limit: number }
  | ({ readonly action: 'alert-test'; readonly site: string | null } & AlertTestRequest);

/** A flip by hand: it names its site and its reason. */
export type OrderRequest = {
  readonly action: 'failover' | 'failback';
  readonly site: string;
  readonly by: string;
  readonly reason: string;
  readonly overrides: readonly RuleId[];
  readonly isDryRun: boolean;
};
