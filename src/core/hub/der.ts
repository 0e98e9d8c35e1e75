/** As much of DER (X.690) as a certificate is made of. */
const value = (tag: number, content: Buffer): Buffer => {
  const { length } = content;
  const bytes = length > 0xff ? [length >> 8, length & 0xff] : [length];
  const head = length < 0x80 ? [length] : [0x80 | bytes.length, ...bytes];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
};

export const sequence = (...parts: readonly Buffer[]): Buffer => value(0x30, Buffer.concat(parts));
export const set = (...parts: readonly Buffer[]): Buffer => value(0x31, Buffer.concat(parts));
export const octets = (content: Buffer): Buffer => value(0x04, content);
export const utf8 = (text: string): Buffer => value(0x0c, Buffer.from(text, 'utf8'));
export const TRUE = value(0x01, Buffer.from([0xff]));

/** Not negative, big endian: a leading zero where the first bit would say otherwise. */
export const integer = (bytes: Buffer): Buffer => {
  const from = bytes.findIndex((byte) => byte !== 0);
  const bare = from < 0 ? Buffer.from([0]) : bytes.subarray(from);
  return value(0x02, (bare[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.from([0]), bare]) : bare);
};

export const bits = (content: Buffer, unused: number): Buffer =>
  value(0x03, Buffer.concat([Buffer.from([unused]), content]));

/** Seven bits a byte, all but the last with the eighth set. */
const base128 = (part: number): number[] => {
  const bytes = [part & 0x7f];
  for (let rest = part >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
};

export const oid = (dotted: string): Buffer => {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([40 * first + second, ...rest.flatMap(base128)]));
};

/** RFC 5280 §4.1.2.5: two digits for the year until 2049. */
export const time = (ms: number): Buffer => {
  const text = `${new Date(ms).toISOString().replaceAll(/[-:T]|\.\d+/gu, '')}`;
  return text < '2050' ? value(0x17, Buffer.from(text.slice(2))) : value(0x18, Buffer.from(text));
};

/** `[tag]`, implicit, of something that holds no other parts. */
export const tagged = (tag: number, content: Buffer): Buffer => value(0x80 | tag, content);
/** `[tag]`, explicit. */
export const constructed = (tag: number, content: Buffer): Buffer => value(0xa0 | tag, content);
