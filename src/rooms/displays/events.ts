import type { Theme, View } from './commands.ts';

type Made<Type extends string, Data> = { readonly type: Type; readonly data: Data };

export type DisplayEvent =
  | Made<
      'display.named',
      { readonly nodeId: string; readonly name: string; readonly group: string }
    >
  | Made<
      'display.assigned',
      {
        readonly nodeId: string;
        /** Null: unassigned. */
        readonly tournamentId: string | null;
        readonly view: View;
        readonly theme: Theme;
      }
    >
  | Made<'display.removed', { readonly nodeId: string }>;
