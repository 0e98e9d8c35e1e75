export type Encoding = 'utf-8' | 'utf-16le' | 'windows-1252';

export type DecodedText = { readonly text: string; readonly encoding: Encoding };

/**
 * Text of a file whose encoding nobody tells: UTF-16 with its mark (Excel's "Unicode text"), UTF-8 with
 * or without one, else windows-1252, in which every byte means something.
 */
export const decodeText = (bytes: Uint8Array): DecodedText => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return { text: new TextDecoder('utf-16le').decode(bytes), encoding: 'utf-16le' };
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes), encoding: 'utf-8' };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
  }
};
