import type { VenueLine } from '../../src/core/app.ts';
import { html } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Pill } from '../parts/bits.ts';
import { core as text } from '../texts/en/core.ts';
import type { State } from './model.ts';
import { stateOf } from './model.ts';
import { slowBeat } from './store.ts';

const TONES: { readonly [S in State]: Tone } = {
  ...{ inStep: 'success', catchingUp: 'info', silent: 'warning' },
  ...{ attention: 'danger', noLeaf: 'plain', revoked: 'plain' },
};

/** What a venue's leaf is in, in a word. */
export const StatePill = ({ venue }: { venue: VenueLine }) => {
  const state = stateOf(venue, slowBeat.value);
  return html`<${Pill} tone=${TONES[state]}>${text.state[state]}<//>`;
};
