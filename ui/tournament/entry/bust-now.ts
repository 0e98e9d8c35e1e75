import { command } from '../actions.ts';
import { asksHitman } from '../model.ts';
import { night } from '../night.ts';
import { bustsOf } from '../sheets/bust.ts';
import { hide, show } from '../sheets.ts';

/** The second of two taps: out at once where nobody has to be named, with Undo in the toast. */
export const bustNow = async (entryId: string): Promise<void> => {
  const state = night.value?.state;
  if (state === undefined) return;
  if (asksHitman(state, [entryId]) || state.totals.live < 2)
    return show({ sheet: 'bust', entryId });
  hide();
  await command('/busts', { busts: bustsOf([{ entryId, hitmen: [], stack: '' }]) });
};
