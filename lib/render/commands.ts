import { isIpv6 } from '../core/canonical-address.ts';
import type { Site } from '../core/site.ts';
import { quoted } from './text.ts';

/** Commands to paste into a shell, one line each, never wrapped. */
export const failoverCommand = (site: Named, action: string): string =>
  invoke({ action, site: site.name });

/** The same of all sites at once. */
export const failoverCommandForAll = (action: string): string => invoke({ action });

/** Brings visitors back to the primary, and ends a drill before its time. */
export const failbackCommand = (site: Named, reason: string): string =>
  invoke({ action: 'failback', site: site.name, reason });

/** Past the rules that are named; without any, an order like any other. */
export const orderFailoverCommand = (
  site: Named,
  reason: string,
  override: readonly string[] = [],
): string =>
  invoke({
    action: 'failover',
    site: site.name,
    reason,
    ...(override.length === 0 ? {} : { override }),
  });

/** Stops the reminders of what people know, until it gets worse. */
export const acknowledgeCommand = (site: Named): string =>
  invoke({ action: 'acknowledge', site: site.name, reason: 'I am on it' });

/** The same of all sites at once, and of the monitor itself. */
export const acknowledgeAllCommand = (): string =>
  invoke({ action: 'acknowledge', reason: 'I am on it' });

/** The same hold anew, for so long from now. */
export const holdCommand = (
  site: Named,
  { kind, reason }: { readonly kind: 'hold' | 'maintenance'; readonly reason: string },
  forText: string,
): string => invoke({ action: kind, site: site.name, reason: quoted(reason), for: forText });

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

/** The certificate that one address shows for the site: who issued it, and from when to when it holds. */
export function certificateCommand({ name, primary }: Site, address: string): string {
  const host = isIpv6(address) ? `[${address}]` : address;
  const connect = `openssl s_client -connect ${shellWord(`${host}:${primary.port}`)} -servername ${shellWord(name)}`;
  return `${connect} </dev/null 2>/dev/null | openssl x509 -noout -issuer -dates`;
}

/** A report names its site, and that is all that most commands need. */
type Named = Pick<Site, 'name'>;

const invoke = (event: Readonly<Record<string, string | readonly string[]>>): string =>
  `npx sls invoke -f failover -d ${shellWord(JSON.stringify(event))}`;

/** One word to the shell, whatever is in it. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
