const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A UUIDv7 (RFC 9562 §5.7) from a moment and 10 random bytes, so that ids sort by time and pure code
 * and tests can make them without a clock or chance of their own.
 */
export const uuid7 = (wallMs: number, random: Uint8Array): string => {
  const byte = (i: number) => random[i] ?? 0;
  const hex = (i: number) => BYTES[byte(i)] ?? '';
  const tail = hex(4) + hex(5) + hex(6) + hex(7) + hex(8) + hex(9);
  const time = wallMs.toString(16).padStart(12, '0');
  const a = `${BYTES[0x70 | (byte(0) & 0x0f)]}${hex(1)}`;
  const b = `${BYTES[0x80 | (byte(2) & 0x3f)]}${hex(3)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${tail}`;
};

/**
 * Makes ids that also rise within one millisecond, because lists sort by them: `rand_a` counts on
 * from a random start (RFC 9562 §6.2, method 1), of which the upper half stays free for that.
 * @param random 10 random bytes.
 */
export const createIds = (nowMs: () => number, random: () => Uint8Array): (() => string) => {
  let lastMs = 0;
  let count = 0;
  return () => {
    const bytes = new Uint8Array(random());
    const ms = nowMs();
    const start = (((bytes[0] ?? 0) & 0x07) << 8) | (bytes[1] ?? 0);
    count = ms === lastMs ? (count + 1) & 0xfff : start;
    lastMs = ms;
    bytes[0] = count >> 8;
    bytes[1] = count & 0xff;
    return uuid7(ms, bytes);
  };
};
