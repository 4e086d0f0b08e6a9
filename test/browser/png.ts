import { inflateSync } from 'node:zlib';

/** What a screenshot shows, as far as a test has to know. */
export type Picture = {
  readonly width: number;
  readonly height: number;
  /** Of the pixel in the top left corner, from 0 (black) to 255 (white). */
  readonly cornerBrightness: number;
  /** How many colours there are; a blank page has one. */
  readonly colours: number;
};

/** Reads a PNG as Chromium writes it: eight bits a channel, not interlaced. https://www.w3.org/TR/png-3/ */
export function readPng(png: Buffer): Picture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  const channels = png[25] === 6 ? 4 : 3;
  const rows = unfiltered(inflateSync(dataOf(png)), width * channels, channels);
  const colours = new Set<number>();
  for (const row of rows)
    for (let at = 0; at < row.length; at += channels) colours.add(row.readUIntBE(at, 3));
  const corner = rows[0]?.subarray(0, 3) ?? [];
  const cornerBrightness = [...corner].reduce((sum, part) => sum + part, 0) / 3;
  return { width, height, cornerBrightness, colours: colours.size };
}

function dataOf(png: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    const isData = png.toString('latin1', at + 4, at + 8) === 'IDAT';
    if (isData) pieces.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  return Buffer.concat(pieces);
}

/** Each row says by its first byte how its bytes are to be added to their neighbours. */
function unfiltered(data: Buffer, rowBytes: number, channels: number): Buffer[] {
  const rows: Buffer[] = [];
  let above = Buffer.alloc(rowBytes);
  for (let at = 0; at < data.length; at += rowBytes + 1) {
    const filter = data[at] ?? 0;
    const row = Buffer.from(data.subarray(at + 1, at + 1 + rowBytes));
    for (let index = 0; index < rowBytes; index += 1) {
      const left = row[index - channels] ?? 0;
      const corner = above[index - channels] ?? 0;
      row[index] = ((row[index] ?? 0) + predicted(filter, left, above[index] ?? 0, corner)) & 255;
    }
    rows.push(row);
    above = row;
  }
  return rows;
}

function predicted(filter: number, left: number, above: number, corner: number): number {
  const [, fromLeft, fromAbove, fromBoth, fromNearest] = [0, 1, 2, 3, 4];
  if (filter === fromLeft) return left;
  if (filter === fromAbove) return above;
  if (filter === fromBoth) return (left + above) >> 1;
  if (filter !== fromNearest) return 0;
  const guess = left + above - corner;
  const byLeft = Math.abs(guess - left);
  const byAbove = Math.abs(guess - above);
  const byCorner = Math.abs(guess - corner);
  if (byLeft <= byAbove && byLeft <= byCorner) return left;
  return byAbove <= byCorner ? above : corner;
}
