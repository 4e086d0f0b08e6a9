import type * as z from 'zod';
import { alertsShape } from './alerts-shape.ts';
import type { Path } from './complaint.ts';
import { expectShape } from './expect-shape.ts';
import { maintenanceShape } from './maintenance-shape.ts';
import { policyShape } from './policy-shape.ts';
import { primaryShape } from './primary-shape.ts';
import { fileShape, monitorShape, type SitesFile, siteShape } from './schema.ts';
import { secondaryShape } from './secondary-shape.ts';
import { stackShape } from './stack-shape.ts';

/** The readable part of a file that may be broken elsewhere, so that rules across fields still apply. */
export type Draft = {
  readonly alerts: Readable<typeof alertsShape>;
  readonly monitor: Readable<typeof monitorShape>;
  readonly stack: Readable<typeof stackShape>;
  readonly zoneRoles: NonNullable<SitesFile['zoneRoles']>;
  readonly maintenance: readonly DraftMaintenance[];
  readonly sites: readonly DraftSite[];
};

export type DraftMaintenance = Readable<typeof maintenanceShape> & {
  readonly path: Path;
  /** Keys that stand there, readable or not. */
  readonly keys: readonly string[];
};

export type DraftSite = {
  readonly path: Path;
  readonly name?: SitesFile['sites'][number]['name'];
  readonly hostedZone?: SitesFile['sites'][number]['hostedZone'];
  readonly primary: Omit<Readable<typeof primaryShape>, 'expect'>;
  readonly expect: Readable<typeof expectShape>;
  readonly secondary: Readable<typeof secondaryShape>;
  readonly policy: Readable<typeof policyShape>;
  /** Keys that stand under `primary`, readable or not; null when there is no such group. */
  readonly primaryKeys: readonly string[] | null;
  /** Keys that stand under `expect`, readable or not. */
  readonly expectKeys: readonly string[];
};

type Readable<Shape extends z.ZodRawShape> = Partial<z.output<z.ZodObject<Shape>>>;

/** The stack stands where the secondaries are; undefined while no site says so. */
export const stackRegionOf = ({ sites }: Pick<Draft, 'sites'>): string | undefined =>
  sites.find(({ secondary }) => secondary.region !== undefined)?.secondary.region;

/** Reads what can be read, field by field. */
export function draftOf(raw: unknown): Draft {
  const sites = part(raw, 'sites');
  const maintenance = part(raw, 'maintenance');
  return {
    alerts: readable(alertsShape, part(raw, 'alerts')),
    monitor: readable(monitorShape, part(raw, 'monitor')),
    stack: readable(stackShape, part(raw, 'stack')),
    zoneRoles: readable({ zoneRoles: fileShape.zoneRoles }, raw).zoneRoles ?? {},
    maintenance: Array.isArray(maintenance) ? maintenance.map(draftMaintenance) : [],
    sites: Array.isArray(sites) ? sites.map(draftSite) : [],
  };
}

const draftMaintenance = (raw: unknown, index: number): DraftMaintenance => ({
  path: ['maintenance', index],
  keys: isGroup(raw) ? Object.keys(raw) : [],
  ...readable(maintenanceShape, raw),
});

function draftSite(raw: unknown, index: number): DraftSite {
  const { name, hostedZone } = siteShape;
  const primary = part(raw, 'primary');
  const expect = part(primary, 'expect');
  return {
    path: ['sites', index],
    ...readable({ name, hostedZone }, raw),
    primary: readable(primaryShape, primary),
    expect: readable(expectShape, expect),
    secondary: readable(secondaryShape, part(raw, 'secondary')),
    policy: readable(policyShape, part(raw, 'policy')),
    primaryKeys: isGroup(primary) ? Object.keys(primary) : null,
    expectKeys: isGroup(expect) ? Object.keys(expect) : [],
  };
}

function readable<Shape extends z.ZodRawShape>(shape: Shape, raw: unknown): Readable<Shape> {
  const fields = Object.entries(shape).flatMap(([key, schema]) => {
    const result = (schema as z.ZodType).safeParse(part(raw, key));
    return result.success && result.data !== undefined ? [[key, result.data] as const] : [];
  });
  return Object.fromEntries(fields) as Readable<Shape>;
}

const part = (raw: unknown, key: string): unknown =>
  isGroup(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined;

const isGroup = (raw: unknown): raw is Record<string, unknown> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw);
