import type { locale as english } from '../en/locale.ts';
import type { Words } from '../words.ts';

export const locale: Words<typeof english> = { tag: 'de', times: 'de', ordinal: (n) => `${n}.` };
