import { crc32 } from 'node:zlib';

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const VERSION = 20;

/** A zip archive with one file in it, uncompressed: what Lambda takes as code. */
export function storedZip(name: string, content: string): Buffer {
  const data = Buffer.from(content);
  const path = Buffer.from(name);
  const facts = Buffer.alloc(16);
  facts.writeUInt32LE(crc32(data), 4);
  facts.writeUInt32LE(data.length, 8);
  facts.writeUInt32LE(data.length, 12);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(LOCAL_HEADER, 0);
  local.writeUInt16LE(VERSION, 4);
  facts.copy(local, 10);
  local.writeUInt16LE(path.length, 26);
  const central = Buffer.alloc(46);
  central.writeUInt32LE(CENTRAL_HEADER, 0);
  central.writeUInt16LE(VERSION, 4);
  central.writeUInt16LE(VERSION, 6);
  facts.copy(central, 12);
  central.writeUInt16LE(path.length, 28);
  // Readable by everybody, as Lambda wants it.
  central.writeUInt32LE((0o100644 << 16) >>> 0, 38);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + path.length, 12);
  end.writeUInt32LE(local.length + path.length + data.length, 16);
  return Buffer.concat([local, path, data, central, path, end]);
}
