/**
 * A UUIDv7 (RFC 9562 §5.7) from a moment and 10 random bytes, so that ids sort by time and pure code
 * and tests can make them without a clock or chance of their own.
 */
export const uuid7 = (wallMs: number, random: Uint8Array): string => {
  const hex = (n: number, width: number) => n.toString(16).padStart(width, '0');
  const byte = (i: number) => random[i] ?? 0;
  const tail = Array.from({ length: 6 }, (_, i) => hex(byte(4 + i), 2)).join('');
  const time = hex(wallMs, 12);
  const a = hex(0x7000 | ((byte(0) << 8) & 0x0f00) | byte(1), 4);
  const b = hex(0x8000 | ((byte(2) << 8) & 0x3f00) | byte(3), 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-${a}-${b}-${tail}`;
};
