/**
 * One spelling per address, so that `2001:DB8::1` and `2001:db8:0:0:0:0:0:1` compare as equal. An
 * IPv4 address inside IPv6 (`::ffff:192.0.2.1`) becomes the IPv4 one. Other text is only lowered.
 */
export function canonicalAddress(text: string): string {
  const bare = text.trim().toLowerCase().replace(/^\[/, '').replace(/\]$/, '').replace(/%.*$/, '');
  const groups = bare.includes(':') ? groupsOf(withoutDots(bare)) : null;
  if (groups === null) return bare;
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped
    ? [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
    : groups.map((group) => group.toString(16)).join(':');
}

/** Whether the text is spelled as IPv6; names never contain a colon. */
export const isIpv6 = (address: string): boolean => address.includes(':');

const GROUPS = 8;

/** The last 32 bits may be written as IPv4: rewrite them as two groups. */
const withoutDots = (text: string): string =>
  text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, a, b, c, d) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)]
      .map((group) => group.toString(16))
      .join(':'),
  );

/** The eight groups of an IPv6 address, or null when the text is not one. */
function groupsOf(text: string): number[] | null {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  if (halves.length > 2) return null;
  const [left = [], right = []] = halves;
  const missing = GROUPS - left.length - right.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null;
  const groups = [...left, ...Array<string>(missing).fill('0'), ...right];
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/.test(group))) return null;
  return groups.map((group) => Number.parseInt(group, 16));
}
