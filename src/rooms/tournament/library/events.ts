import type { ItemBody } from './commands.ts';

export type LibraryEvent =
  | {
      readonly type: 'library.saved';
      /** The whole item, as it shall be from now on. */
      readonly data: { readonly id: string; readonly item: ItemBody };
    }
  | { readonly type: 'library.removed'; readonly data: { readonly id: string } };
