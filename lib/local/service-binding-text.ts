import { isIPv4, isIPv6 } from 'node:net';
import { canonicalAddress } from '../core/canonical-address.ts';

/**
 * The data of an SVCB or HTTPS record from the text that Route 53 holds, such as
 * `1 . alpn="h2,h3" ipv4hint=203.0.113.10`. Null for a parameter that the stage does not speak.
 * https://www.rfc-editor.org/rfc/rfc9460#section-2.2
 */
export function encodeServiceBinding(text: string): Buffer | null {
  const [priority, target, ...params] = text.trim().split(/\s+/);
  const name = nameBytes(target ?? '');
  if (!isUint16(priority) || name === null) return null;
  const encoded = params.map(paramBytes);
  const known = encoded.filter((param) => param !== null);
  if (known.length < encoded.length) return null;
  const inOrder = known.toSorted((a, b) => a.readUInt16BE(0) - b.readUInt16BE(0));
  return Buffer.concat([uint16(Number(priority)), name, ...inOrder]);
}

const LABEL_BYTES_MAX = 63;
const IPV6_GROUPS = 8;
const ROOT = Buffer.of(0);

function nameBytes(target: string): Buffer | null {
  if (target === '.') return ROOT;
  const labels = target.replace(/\.$/, '').split('.');
  if (labels.some((label) => label === '' || label.length > LABEL_BYTES_MAX)) return null;
  return Buffer.concat([...labels.map(withLength), ROOT]);
}

function paramBytes(param: string): Buffer | null {
  const [name = '', quoted = ''] = param.split(/=(.*)/s);
  const value = valueBytes(name, quoted.replaceAll('"', ''));
  const key = KEYS.get(name);
  if (key === undefined || value === null) return null;
  return Buffer.concat([uint16(key), uint16(value.length), value]);
}

const KEYS = new Map([
  ['mandatory', 0],
  ['alpn', 1],
  ['no-default-alpn', 2],
  ['port', 3],
  ['ipv4hint', 4],
  ['ipv6hint', 6],
]);

function valueBytes(name: string, value: string): Buffer | null {
  const parts = value.split(',');
  switch (name) {
    case 'mandatory':
      return Buffer.concat(
        parts.map((part) => uint16(KEYS.get(part) ?? 0)).toSorted(Buffer.compare),
      );
    case 'alpn':
      return Buffer.concat(parts.map(withLength));
    case 'no-default-alpn':
      return Buffer.alloc(0);
    case 'port':
      return isUint16(value) ? uint16(Number(value)) : null;
    case 'ipv4hint':
      return joined(parts.map(ipv4Bytes));
    case 'ipv6hint':
      return joined(parts.map(ipv6Bytes));
    default:
      return null;
  }
}

const ipv4Bytes = (address: string): Buffer | null =>
  isIPv4(address) ? Buffer.from(address.split('.').map(Number)) : null;

function ipv6Bytes(address: string): Buffer | null {
  const groups = isIPv6(address) ? canonicalAddress(address).split(':') : [];
  if (groups.length !== IPV6_GROUPS) return null;
  return Buffer.concat(groups.map((group) => uint16(Number.parseInt(group, 16))));
}

function joined(parts: readonly (Buffer | null)[]): Buffer | null {
  const whole = parts.filter((part) => part !== null);
  return whole.length < parts.length ? null : Buffer.concat(whole);
}

const withLength = (text: string): Buffer =>
  Buffer.concat([Buffer.of(text.length), Buffer.from(text, 'latin1')]);

const isUint16 = (text: string | undefined): boolean =>
  text !== undefined && /^\d{1,5}$/.test(text) && Number(text) <= 0xffff;

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
