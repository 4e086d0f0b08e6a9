import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder with a sites file in it, as a plugin finds it. */
export function sitesFolder() {
  const path = mkdtempSync(join(tmpdir(), 'understudy-plugin-'));
  return {
    path,
    write: (...sites: readonly string[]) =>
      writeFileSync(join(path, 'sites.yml'), `sites:${sites.join('')}`),
    remove: () => rmSync(path, { recursive: true }),
  };
}

/** One site of the file; its secondary with these settings, too. */
export const siteYaml = (name: string, secondary = ''): string => `
  - name: ${name}
    hostedZone: example.com
    primary: { address: 203.0.113.10 }
    secondary: { region: eu-west-1, content: ./site${secondary === '' ? '' : `, ${secondary}`} }
`;

/** As much of the framework as names a stack and whose it is; nothing of it is asked of AWS. */
export const PROVIDER = {
  getAwsSdkV3Config: async () => ({}),
  getAccountId: async () => '123456789012',
  getRegion: () => 'eu-west-1',
  getStage: () => 'prod',
};

/** What a deployed stack of these sites says; those with a distribution have its name. */
export const outputsOf = (
  sites: Readonly<Record<string, string | null>>,
): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(sites).flatMap(([name, domain]) => {
      const id = name.replaceAll('.', 'Dot');
      const check = [`SiteCheckFor${id}`, 'a-check'] as const;
      return domain === null ? [check] : [check, [`DistributionFor${id}`, domain] as const];
    }),
  );
