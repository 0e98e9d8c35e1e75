import { signal } from '../html.ts';

/** What lies over the page: one thing at a time. */
export type Open =
  | {
      readonly sheet:
        | 'actions'
        | 'clock'
        | 'buyIn'
        | 'openTables'
        | 'keys'
        | 'payouts'
        | 'phoneLink';
    }
  | { readonly sheet: 'bust' | 'rebuy' | 'addOn'; readonly entryId?: string | undefined }
  | { readonly sheet: 'entry' | 'pay' | 'receive' | 'chips' | 'rank'; readonly entryId: string }
  | { readonly sheet: 'profile'; readonly playerId: string }
  | { readonly sheet: 'seat'; readonly tableId: string; readonly seat: number }
  | { readonly sheet: 'table' | 'break'; readonly tableId: string }
  | { readonly sheet: 'balance' | 'moves' | 'count' | 'handTimer' | 'level' }
  | { readonly sheet: 'moveTo'; readonly entryId: string }
  | { readonly sheet: 'swap'; readonly entryId: string; readonly withId: string }
  | { readonly sheet: 'void'; readonly eventId: string };

export const open = signal<Open | null>(null);
export const show = (what: Open): void => {
  open.value = what;
};
export const hide = (): void => {
  open.value = null;
};

/** Who is being moved: the next free seat that is tapped is theirs. */
export const moving = signal<string | null>(null);
