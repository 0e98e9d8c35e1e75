import { existsSync } from 'node:fs';
import type { Build } from '../../server/version.ts';
import type { Places } from './places.ts';
import type { UpdateState } from './state.ts';
import { readState } from './state.ts';

/**
 * What a start means: `none` is of a leaf that nobody updates this way, `trial` the first starts of a
 * new release, `back` those of the one before it, after a trial that failed or was ended.
 */
export type Standing = {
  readonly kind: 'none' | 'plain' | 'trial' | 'back';
  readonly state: UpdateState;
};

export const standingOf = (places: Places, { sequence }: Pick<Build, 'sequence'>): Standing => {
  const state = readState(places);
  if (sequence === 0 || !existsSync(places.current)) return { kind: 'none', state };
  if (state.STATE === 'trial' && state.TO === sequence) return { kind: 'trial', state };
  if (state.STATE === 'rolledback' && state.FROM === sequence) return { kind: 'back', state };
  return { kind: 'plain', state };
};
