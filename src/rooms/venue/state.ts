import type { OperatorRole, VenueSettings } from './commands.ts';

export type OperatorFacts = { role: OperatorRole; active: boolean };

export type Restored = {
  readonly knownSeq: number;
  /** Wall clock, ms. */
  readonly knownAt: number;
  readonly series: string;
  /** Nobody has to be told any more. */
  settled: boolean;
};

export type VenueState = {
  /** null until the venue was set up. */
  venue: VenueSettings | null;
  /** By operator id, oldest first; nobody is ever removed, because the log names them. */
  operators: Record<string, OperatorFacts>;
  /** The last time that the venue came back from the cloud; null: never. */
  restored: Restored | null;
};

export const initial = (): VenueState => ({ venue: null, operators: {}, restored: null });

/** Who could still let others in. */
export const activeAdmins = (state: VenueState): readonly string[] =>
  Object.entries(state.operators).flatMap(([id, { role, active }]) =>
    role === 'admin' && active ? [id] : [],
  );
