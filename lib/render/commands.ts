import { isIpv6 } from '../core/canonical-address.ts';
import type { Site } from '../core/site.ts';

/** Commands to paste into a shell, one line each, never wrapped. */
export const failoverCommand = (site: Named, action: string): string =>
  invoke({ action, site: site.name });

/** Brings visitors back to the primary, and ends a drill before its time. */
export const failbackCommand = (site: Named, reason: string): string =>
  invoke({ action: 'failback', site: site.name, reason });

/** What a resolver tells visitors. */
export const digCommand = (site: Named): string => `dig +short ${shellWord(site.name)}`;

/** The probe by hand, straight to one address of the primary. */
export function probeCommand({ name, primary }: Site, address: string): string {
  const { protocol, port, path } = primary;
  if (protocol === 'tcp') return `nc -vz -w 5 ${shellWord(address)} ${port}`;
  const curl = "curl -sS -o /dev/null -w '%{http_code}\\n'";
  const host = isIpv6(address) ? `[${address}]` : address;
  return protocol === 'https'
    ? `${curl} --connect-to ${shellWord(`${name}:${port}:${host}:${port}`)} ${shellWord(`https://${name}:${port}${path}`)}`
    : `${curl} -H ${shellWord(`Host: ${name}`)} ${shellWord(`http://${host}:${port}${path}`)}`;
}

/** A report names its site, and that is all that most commands need. */
type Named = Pick<Site, 'name'>;

const invoke = (event: Readonly<Record<string, string>>): string =>
  `npx sls invoke -f failover -d ${shellWord(JSON.stringify(event))}`;

/** One word to the shell, whatever is in it. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
