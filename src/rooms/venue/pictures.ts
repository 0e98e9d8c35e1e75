/** Types of picture that every screen of the last ten years shows; no SVG, which can hold scripts. */
export const PICTURE_TYPES = ['image/png', 'image/jpeg', 'image/webp'] as const;
export type PictureType = (typeof PICTURE_TYPES)[number];

/** Bytes that a stored picture may have: a logo is far smaller. */
export const MOST_PICTURE_BYTES = 256 * 1024;
/** Pixels along either side: less is no logo, more would be unpacked to a screen's whole memory. */
const LEAST_PX = 16;
const MOST_PX = 4_096;

export type Picture = {
  readonly type: PictureType;
  readonly width: number;
  readonly height: number;
};

const startsWith = (bytes: Uint8Array, at: number, ...signs: readonly number[]): boolean =>
  signs.every((sign, i) => bytes[at + i] === sign);

const ascii = (text: string): readonly number[] => [...text].map((sign) => sign.charCodeAt(0));

const viewOf = (bytes: Uint8Array): DataView =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The header chunk comes first, of 13 bytes, and an end chunk last (PNG, section 5.6). */
const png = (bytes: Uint8Array): Picture | null => {
  const isHead = startsWith(bytes, 0, 0x89, ...ascii('PNG\r\n'), 0x1a, 0x0a, 0, 0, 0, 13);
  if (!isHead || !startsWith(bytes, 12, ...ascii('IHDR')) || bytes.length < 45) return null;
  if (!startsWith(bytes, bytes.length - 8, ...ascii('IEND'))) return null;
  const view = viewOf(bytes);
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
};

/** Start of frame, of any coding but the tables that share its numbers (ITU T.81, table B.1). */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** From segment to segment until the frame's, which tells the size. */
const jpeg = (bytes: Uint8Array): Picture | null => {
  if (!startsWith(bytes, 0, 0xff, 0xd8, 0xff)) return null;
  const view = viewOf(bytes);
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    if (isFrame(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      return { type: 'image/jpeg', width, height };
    }
    const length = view.getUint16(at + 2);
    if (length < 2) return null;
    at += 2 + length;
  }
  return null;
};

const littleEndian24 = (bytes: Uint8Array, at: number): number =>
  (bytes[at] ?? 0) + (bytes[at + 1] ?? 0) * 256 + (bytes[at + 2] ?? 0) * 65_536;

/** The three forms of a WebP file: extended, lossless and lossy (RFC 9649). */
const webpSize = (bytes: Uint8Array): { width: number; height: number } | null => {
  const view = viewOf(bytes);
  if (startsWith(bytes, 12, ...ascii('VP8X')))
    return { width: littleEndian24(bytes, 24) + 1, height: littleEndian24(bytes, 27) + 1 };
  if (startsWith(bytes, 12, ...ascii('VP8L')) && bytes[20] === 0x2f) {
    const bits = view.getUint32(21, true);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (startsWith(bytes, 12, ...ascii('VP8 ')) && startsWith(bytes, 23, 0x9d, 0x01, 0x2a))
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return null;
};

const webp = (bytes: Uint8Array): Picture | null => {
  const isRiff = startsWith(bytes, 0, ...ascii('RIFF')) && startsWith(bytes, 8, ...ascii('WEBP'));
  if (!isRiff || bytes.length < 30) return null;
  const size = webpSize(bytes);
  return size === null ? null : { type: 'image/webp', ...size };
};

/** What a file is by its own bytes, whatever it was called; null where it is none of the three. */
export const pictureIn = (bytes: Uint8Array): Picture | null =>
  png(bytes) ?? jpeg(bytes) ?? webp(bytes);

/** Why a picture may not be stored, in words for who sent it; null where it may. */
export const pictureProblem = (picture: Picture | null): string | null => {
  if (picture === null) return 'must be a PNG, JPEG or WebP picture';
  const sides = [picture.width, picture.height];
  if (sides.some((side) => side < LEAST_PX)) return `must have at least ${LEAST_PX} pixels a side`;
  return sides.some((side) => side > MOST_PX) ? `must have at most ${MOST_PX} pixels a side` : null;
};
