/** Commands for a drill, to paste into a shell. A report names its site, and that is all they need. */
export const drillCommand = (site: string, action: 'status' | 'verify'): string =>
  invoke({ action, site });

/** Ends a drill before its time, and brings visitors back after one. */
export const failbackCommand = (site: string, reason: string): string =>
  invoke({ action: 'failback', site, reason });

/** What a resolver tells visitors. */
export const digSiteCommand = (site: string): string => `dig +short ${shellWord(site)}`;

const invoke = (event: Readonly<Record<string, string>>): string =>
  `npx sls invoke -f failover -d ${shellWord(JSON.stringify(event))}`;

/** One word to the shell, whatever is in it. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
