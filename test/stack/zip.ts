import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_END = 0x06054b50;
const DIRECTORY_END_BYTES = 22;
const LOCAL_HEADER_BYTES = 30;

/** The texts in a zip file by name; enough for the zips that the packager writes, which have no comment. */
export function unzip(file: string): Readonly<Record<string, string>> {
  const bytes = readFileSync(file);
  const end = bytes.length - DIRECTORY_END_BYTES;
  if (bytes.readUInt32LE(end) !== DIRECTORY_END) throw new Error(`${file} is no plain zip file`);
  const texts: Record<string, string> = {};
  let at = bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === DIRECTORY_ENTRY) {
    const nameBytes = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameBytes);
    texts[name] = content(bytes, at);
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return texts;
}

/** The directory knows the size; the local header only says how long itself is. */
function content(bytes: Buffer, entry: number): string {
  const local = bytes.readUInt32LE(entry + 42);
  const begin =
    local + LOCAL_HEADER_BYTES + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  const raw = bytes.subarray(begin, begin + bytes.readUInt32LE(entry + 20));
  const isDeflated = bytes.readUInt16LE(entry + 10) !== 0;
  return (isDeflated ? inflateRawSync(raw) : raw).toString('utf8');
}
