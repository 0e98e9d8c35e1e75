/** One player, or the record of one import. Nothing personal: that lies in the private tables. */
export type State = {
  /** `none` is an id that nobody has, `import` one that an import has. */
  status: 'none' | 'active' | 'merged' | 'erased' | 'import';
  /** While merged: who this player is now, and the event that says so. */
  merged: { readonly into: string; readonly eventId: string } | null;
  /** Standing merges into this player, by the other's id: the event of each, and its version here. */
  received: { [playerId: string]: { readonly eventId: string; readonly version: number } };
};

export const initial = (): State => ({ status: 'none', merged: null, received: {} });
