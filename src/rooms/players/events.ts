type Made<Type extends string, Data> = { readonly type: Type; readonly data: Data };

/** What a profile holds, by name: events say which of them changed, never what to. */
export const FIELDS = [
  'firstName',
  'lastName',
  'nickname',
  'email',
  'phone',
  'notes',
  'tags',
  'custom',
  'fullNameOutside',
] as const;
export type Field = (typeof FIELDS)[number];

/** Facts about a person without anything personal in them: ids and names of fields (GDP-1). */
export type PlayerEvent =
  | Made<
      'player.added',
      {
        readonly fields: readonly Field[];
        /** Players of the same name, of whom the operator was told. */
        readonly similar: readonly string[];
      }
    >
  | Made<'player.profileChanged', { readonly fields: readonly Field[] }>
  /** In the stream of the one that goes; its id stays in the tournaments that it played. */
  | Made<'player.merged', { readonly into: string }>
  | Made<'player.merged.undone', { readonly eventId: string; readonly into: string }>
  /** In the stream of the one that stays, with the fields that were filled from the other. */
  | Made<'player.mergeReceived', { readonly from: string; readonly fields: readonly Field[] }>
  | Made<
      'player.mergeReceived.undone',
      { readonly eventId: string; readonly from: string; readonly fields: readonly Field[] }
    >
  | Made<'player.erased', Readonly<Record<string, never>>>
  /** In a stream of its own, once all of the import is in: who brought how many. */
  | Made<
      'players.imported',
      {
        readonly rows: number;
        readonly added: number;
        readonly updated: number;
        /** May be players already known. */
        readonly skipped: number;
        /** Have no name to go by. */
        readonly rejected: number;
      }
    >;
