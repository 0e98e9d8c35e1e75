import { deflateSync } from 'node:zlib';

type Rgb = readonly [number, number, number];

const GROUND: Rgb = [0x1e, 0x1e, 0x2e];
const GREEN: Rgb = [0x2f, 0x8f, 0x7f];
const WHITE: Rgb = [0xf5, 0xf5, 0xf5];

/** The chip's radius: within the part of an icon that no mask cuts away. */
const RADIUS = 0.38;
const MARKS = 6;

/** The colour at a point of the unit square: Felt's chip on its dark ground. */
const colorAt = (x: number, y: number): Rgb => {
  const [dx, dy] = [x - 0.5, y - 0.5];
  const r = Math.sqrt(dx * dx + dy * dy) / RADIUS;
  if (r > 1) return GROUND;
  const turn = (Math.atan2(dy, dx) / (2 * Math.PI) + 1) * MARKS;
  const isMark = turn - Math.floor(turn) < 0.5;
  return r > 0.58 && r < 0.92 && isMark ? WHITE : GREEN;
};

/** Points looked at in each direction of a pixel, so that edges are smooth. */
const FINE = 4;

const pixel = (size: number, x: number, y: number): Rgb => {
  const sum = [0, 0, 0];
  for (let i = 0; i < FINE * FINE; i++) {
    const at = (n: number, part: number) => (n + (part + 0.5) / FINE) / size;
    const color = colorAt(at(x, i % FINE), at(y, Math.floor(i / FINE)));
    for (const part of [0, 1, 2] as const) sum[part] = (sum[part] ?? 0) + color[part];
  }
  const mean = (part: number) => Math.round((sum[part] ?? 0) / (FINE * FINE));
  return [mean(0), mean(1), mean(2)];
};

/** A chunk of a PNG file: length, kind, content, checksum (PNG 3rd edition, 5.3). */
const chunk = (kind: string, content: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), content]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(content.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(Bun.hash.crc32(body), body.length + 4);
  return frame;
};

const png = (size: number): Uint8Array => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  // Eight bits of each of red, green and blue.
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: size }, (_, y) => [
    0,
    ...Array.from({ length: size }, (__, x) => pixel(size, x, y)).flat(),
  ]);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.from(rows.flat()), { level: 9 })),
    chunk('IEND', new Uint8Array()),
  ]);
};

/** The icons of the page as an app, drawn here: names and bytes of PNG files, px by the name. */
export const iconFiles = (): readonly (readonly [name: string, bytes: Uint8Array])[] =>
  [192, 512].map((size) => [`icon-${size}`, png(size)] as const);
