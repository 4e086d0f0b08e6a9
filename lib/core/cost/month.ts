import type { Config } from '../site.ts';

/** 730 hours, as AWS's own calculator has it. */
export const MINUTES_A_MONTH = 43_800;

export const verificationsAMonth = ({ verify }: Pick<Config, 'verify'>): number =>
  Math.round(MINUTES_A_MONTH / (verify.everyMs / 60_000));
