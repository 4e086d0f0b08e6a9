import { SocketAddress } from 'node:net';

/**
 * Where an HTTPS record leads a browser, past the A and AAAA records.
 * https://www.rfc-editor.org/rfc/rfc9460#section-2.2
 */
export type ServiceBinding = {
  /** 0 makes the name an alias of the target, without parameters. */
  readonly priority: number;
  /** Lower case, without a trailing dot; null where the record stands for its own name. */
  readonly targetName: string | null;
  /** The addresses of `ipv4hint` and `ipv6hint`. */
  readonly hints: readonly string[];
};

/** Bytes that RFC 9460 does not allow: browsers throw away such a record, and all beside it. */
export class MalformedServiceBindingError extends Error {
  override readonly name = 'MalformedServiceBindingError';
  constructor(what: string, options?: ErrorOptions) {
    super(`malformed HTTPS record: ${what}`, options);
  }
}

/** Reads the data of one SVCB or HTTPS record; the packet library does not know them. */
export function decodeServiceBinding(data: Uint8Array): ServiceBinding {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const priority = uint16At(bytes, 0);
  const { targetName, end } = readName(bytes, UINT16_BYTES);
  const params = readParams(bytes, end);
  const isAlias = priority === ALIAS_PRIORITY;
  return { priority, targetName, hints: isAlias ? [] : hintsIn(params) };
}

const ALIAS_PRIORITY = 0;
const UINT16_BYTES = 2;
const NAME_BYTES_MAX = 255;
const LABEL_BYTES_MAX = 63;
const KEY = { ipv4hint: 4, ipv6hint: 6 } as const;

function uint16At(bytes: Buffer, offset: number): number {
  if (offset + UINT16_BYTES > bytes.length) throw new MalformedServiceBindingError('it breaks off');
  return bytes.readUInt16BE(offset);
}

/** The target is never compressed, so no pointer can lead in circles: one is an error like any other. */
function readName(bytes: Buffer, start: number) {
  const labels: string[] = [];
  let offset = start;
  for (;;) {
    const length = bytes[offset];
    if (length === undefined) throw new MalformedServiceBindingError('its target breaks off');
    if (length > LABEL_BYTES_MAX)
      throw new MalformedServiceBindingError('a label of its target is too long, or a pointer');
    const next = offset + 1 + length;
    if (next - start > NAME_BYTES_MAX)
      throw new MalformedServiceBindingError('its target is too long');
    if (length === 0)
      return { targetName: labels.length === 0 ? null : labels.join('.'), end: next };
    labels.push(labelText(bytes.subarray(offset + 1, next)));
    offset = next;
  }
}

/** Other bytes than those of host names are written as RFC 1035 does, since people and logs read them. */
const labelText = (label: Buffer): string =>
  label
    .toString('latin1')
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, (char) => `\\${char.charCodeAt(0).toString().padStart(3, '0')}`);

/** Each key once, in rising order, as it must be. */
function readParams(bytes: Buffer, start: number): ReadonlyMap<number, Buffer> {
  const params = new Map<number, Buffer>();
  let offset = start;
  let previousKey = -1;
  while (offset < bytes.length) {
    const key = uint16At(bytes, offset);
    const from = offset + 2 * UINT16_BYTES;
    const to = from + uint16At(bytes, offset + UINT16_BYTES);
    if (to > bytes.length) throw new MalformedServiceBindingError('a parameter breaks off');
    if (key <= previousKey)
      throw new MalformedServiceBindingError('its parameters are out of order');
    params.set(key, bytes.subarray(from, to));
    previousKey = key;
    offset = to;
  }
  return params;
}

const hintsIn = (params: ReadonlyMap<number, Buffer>): readonly string[] => [
  ...piecesOf(params.get(KEY.ipv4hint), 4).map((piece) => piece.join('.')),
  ...piecesOf(params.get(KEY.ipv6hint), 16).map(ipv6Text),
];

/** A hint holds at least one address, and only whole ones. */
function piecesOf(value: Buffer | undefined, size: number): readonly Buffer[] {
  if (value === undefined) return [];
  if (value.length === 0 || value.length % size !== 0)
    throw new MalformedServiceBindingError('a hint is not made of whole addresses');
  return Array.from({ length: value.length / size }, (_, index) =>
    value.subarray(index * size, (index + 1) * size),
  );
}

/** In the short spelling, as everybody else writes it. */
function ipv6Text(piece: Buffer): string {
  const groups = piece.toString('hex').match(/.{4}/g) ?? [];
  return new SocketAddress({ address: groups.join(':'), family: 'ipv6' }).address;
}
