import type { locale as english } from '../en/locale.ts';
import type { Words } from '../words.ts';

export const locale: Words<typeof english> = { tag: 'da', times: 'da', ordinal: (n) => `${n}.` };
