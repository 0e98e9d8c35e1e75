import type { Theme, View } from './commands.ts';

/** A screen that somebody named or gave something to show; others are known only while they run. */
export type Display = {
  readonly nodeId: string;
  readonly name: string;
  readonly group: string;
  /** Null: unassigned. */
  readonly tournamentId: string | null;
  readonly view: View;
  readonly theme: Theme;
};

/** The venue's screens by node id, in one stream. */
export type State = { readonly displays: Record<string, Display> };

export const initial = (): State => ({ displays: {} });

/** A screen as it is before anybody touched it. */
export const fresh = (nodeId: string): Display => ({
  nodeId,
  name: '',
  group: '',
  tournamentId: null,
  view: 'clock',
  theme: 'dark',
});

export const displayOf = (state: State, nodeId: string): Display =>
  state.displays[nodeId] ?? fresh(nodeId);

export const isKnown = (state: State, nodeId: string): boolean =>
  state.displays[nodeId] !== undefined;
