import type { link as english } from '../en/link.ts';
import type { Words } from '../words.ts';

export const link: Words<typeof english> = {
  lost: 'Ingen forbindelse til serveren. Uret tæller videre her; handlinger venter, til den er tilbage.',
  back: 'Forbundet igen',
};
