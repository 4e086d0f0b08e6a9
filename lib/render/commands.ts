import { isIpv6 } from '../core/canonical-address.ts';
import type { Site } from '../core/site.ts';

/** Commands to paste into a shell, one line each, never wrapped. */
export const failoverCommand = (site: Site, action: string): string =>
  `npx sls invoke -f failover -d ${shellWord(JSON.stringify({ action, site: site.name }))}`;

/** What a resolver tells visitors. */
export const digCommand = (site: Site): string => `dig +short ${site.name}`;

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

/** One word to the shell, whatever is in it. */
const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
