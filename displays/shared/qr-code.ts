/**
 * QR codes as screens need them: bytes, error correction L, versions 1 to 9 (ISO/IEC 18004). A library
 * does the same and much else, in a sixth of all that the script of a screen may weigh (DSP-7); the
 * tests hold every module against that library's.
 */

/** By version: codewords of data, and of correction in each block; two blocks from version 6 on. */
const DATA = [19, 34, 55, 80, 108, 136, 156, 194, 232];
const CORRECTION = [7, 10, 15, 20, 26, 18, 20, 24, 30];

/** In GF(256) over x⁸ + x⁴ + x³ + x² + 1. */
const times = (a: number, b: number): number => {
  let product = 0;
  for (let i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1) * a;
  }
  return product;
};

/** Remainder of the block by the generator of so many roots. */
const correct = (block: readonly number[], count: number): number[] => {
  const generator: number[] = Array.from({ length: count }, (_, i) => (i === count - 1 ? 1 : 0));
  for (let i = 0, root = 1; i < count; i++, root = times(root, 2))
    for (let j = 0; j < count; j++)
      generator[j] = times(generator[j] ?? 0, root) ^ (generator[j + 1] ?? 0);
  const rest = generator.map(() => 0);
  for (const byte of block) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    for (let j = 0; j < count; j++) rest[j] = (rest[j] ?? 0) ^ times(generator[j] ?? 0, factor);
  }
  return rest;
};

/** One of each block in turn. */
const interleave = (blocks: readonly (readonly number[])[]): number[] => {
  const all: number[] = [];
  for (let i = 0; i < (blocks[0]?.length ?? 0); i++)
    for (const block of blocks) all.push(block[i] ?? 0);
  return all;
};

/** Mode, length, bytes and filling, with their correction. */
const codewords = (bytes: Uint8Array, version: number): number[] => {
  const size = DATA[version - 1] ?? 0;
  const nibbles = [4, bytes.length >> 4, bytes.length & 15];
  for (const byte of Array.from(bytes)) nibbles.push(byte >> 4, byte & 15);
  nibbles.push(0);
  const data: number[] = [];
  for (let i = 0; i < nibbles.length; i += 2)
    data.push(((nibbles[i] ?? 0) << 4) | (nibbles[i + 1] ?? 0));
  for (let fill = 0xec; data.length < size; fill ^= 0xfd) data.push(fill);
  const count = version < 6 ? 1 : 2;
  const blocks = Array.from({ length: count }, (_, i) =>
    data.slice((i * size) / count, ((i + 1) * size) / count),
  );
  const rests = blocks.map((block) => correct(block, CORRECTION[version - 1] ?? 0));
  return [...interleave(blocks), ...interleave(rests)];
};

/** `value` followed by its remainder of so many bits. */
const guarded = (value: number, bits: number, generator: number): number => {
  let rest = value;
  for (let i = 0; i < bits; i++) rest = (rest << 1) ^ ((rest >> (bits - 1)) * generator);
  return (value << bits) | rest;
};

const MASKS: readonly ((x: number, y: number) => number)[] = [
  (x, y) => (x + y) % 2,
  (_, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
];

type Rows = (boolean | undefined)[][];

const put = (rows: Rows, x: number, y: number, dark: boolean): void => {
  const row = rows[y];
  if (row !== undefined && x >= 0 && x < rows.length) row[x] = dark;
};

/** A square of rings around a middle. */
const rings = (rows: Rows, x: number, y: number, reach: number, light: readonly number[]): void => {
  for (let dy = -reach; dy <= reach; dy++)
    for (let dx = -reach; dx <= reach; dx++)
      put(rows, x + dx, y + dy, light.indexOf(Math.max(Math.abs(dx), Math.abs(dy))) === -1);
};

/** What does not depend on the words: corners, lines, marks, version, format. */
const frame = (version: number, mask: number): Rows => {
  const size = 17 + 4 * version;
  const end = size - 7;
  const rows: Rows = Array.from({ length: size }, () => Array(size).fill(undefined));
  for (let i = 0; i < size; i++) {
    put(rows, 6, i, i % 2 === 0);
    put(rows, i, 6, i % 2 === 0);
  }
  const marks = version === 1 ? [] : version < 7 ? [6, end] : [6, (end + 6) / 2, end];
  for (const x of marks)
    for (const y of marks)
      if (!(x === 6 && (y === 6 || y === end)) && !(y === 6 && x === end))
        rings(rows, x, y, 2, [1]);
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const)
    rings(rows, x, y, 4, [2, 4]);
  const format = guarded((1 << 3) | mask, 10, 0x537) ^ 0x5412;
  for (let i = 0; i < 15; i++) {
    const dark = ((format >> i) & 1) === 1;
    put(rows, 8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, dark);
    put(rows, i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i, 8, dark);
  }
  put(rows, 8, size - 8, true);
  const info = guarded(version, 12, 0x1f25);
  for (let i = 0; version > 6 && i < 18; i++) {
    const [a, b] = [size - 11 + (i % 3), Math.floor(i / 3)];
    put(rows, a, b, ((info >> i) & 1) === 1);
    put(rows, b, a, ((info >> i) & 1) === 1);
  }
  return rows;
};

/** Fills what the frame left free, two columns at a time from the right, up and down in turn. */
const fill = (rows: Rows, words: readonly number[], mask: number): boolean[][] => {
  const size = rows.length;
  const flips = MASKS[mask];
  let bit = 0;
  for (let right = size - 1; right > 0; right -= right === 8 ? 3 : 2) {
    const isUp = ((right < 6 ? right + 1 : right) & 2) === ((size - 1) & 2);
    for (let i = 0; i < size; i++) {
      const y = isUp ? size - 1 - i : i;
      for (const x of [right, right - 1]) {
        if (rows[y]?.[x] !== undefined) continue;
        const dark = (((words[bit >> 3] ?? 0) >> (7 - (bit & 7))) & 1) === 1;
        bit++;
        put(rows, x, y, dark !== (flips?.(x, y) === 0));
      }
    }
  }
  return rows.map((row) => row.map((dark) => dark === true));
};

/** Neighbours that are alike: the fewer, the easier to read. */
const likeness = (rows: readonly (readonly boolean[])[]): number => {
  let like = 0;
  for (const [y, row] of rows.entries())
    for (const [x, dark] of row.entries())
      like += Number(dark === row[x + 1]) + Number(dark === rows[y + 1]?.[x]);
  return like;
};

/**
 * The dark modules of a text as rows, without a quiet zone; null where it is longer than 230 bytes.
 * @param mask 0 to 7; left out, the one that reads best.
 */
export const qrRows = (text: string, mask?: number): boolean[][] | null => {
  const bytes = new TextEncoder().encode(text);
  const version = DATA.findIndex((size) => bytes.length + 2 <= size) + 1;
  if (version === 0) return null;
  const words = codewords(bytes, version);
  const masks = mask === undefined ? MASKS.map((_, i) => i) : [mask];
  const codes = masks.map((one) => fill(frame(version, one), words, one));
  return codes.sort((a, b) => likeness(a) - likeness(b))[0] ?? null;
};
