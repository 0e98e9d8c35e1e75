import type { Level } from '../../../src/poker/blinds.ts';
import { parseCount } from '../../amounts.ts';
import { html, useSignal } from '../../html.ts';
import { NumberField, TextField } from '../../parts/form.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';
import { levelText } from '../words.ts';

/** The level as it is now, with what was typed; null where something is no number. */
export const corrected = (
  level: Level,
  typed: {
    readonly small: string;
    readonly big: string;
    readonly ante: string;
    readonly minutes: string;
  },
): Level | null => {
  const minutes = parseCount(typed.minutes);
  if (minutes === null || minutes === 0) return null;
  if (level.kind === 'break') return { ...level, minutes };
  const [small, big, ante] = [typed.small, typed.big, typed.ante].map(parseCount);
  if (small == null || big == null || ante == null) return null;
  const anteType = ante === 0 ? 'none' : level.anteType === 'none' ? 'bigBlind' : level.anteType;
  return { ...level, minutes, smallBlind: small, bigBlind: big, ante, anteType };
};

/** A slip in the structure, mended while it is played: with a reason, and on every screen at once (BLD-5). */
export const LevelSheet = ({ night: { state } }: { night: Night }) => {
  // The level that it was opened for, should the next one begin meanwhile.
  const { value: index } = useSignal(state.clock.anchor.level);
  const level = state.levels[index];
  const round = level?.kind === 'round' ? level : undefined;
  const typed = {
    small: useSignal(String(round?.smallBlind ?? 0)),
    big: useSignal(String(round?.bigBlind ?? 0)),
    ante: useSignal(String(round?.ante ?? 0)),
    minutes: useSignal(String(level?.minutes ?? 0)),
  };
  const reason = useSignal('');
  const busy = useSignal(false);
  if (level === undefined) return null;
  const next = corrected(level, {
    small: typed.small.value,
    big: typed.big.value,
    ante: typed.ante.value,
    minutes: typed.minutes.value,
  });
  const why = reason.value.trim();
  const submit = async (event: Event) => {
    event.preventDefault();
    if (next === null || why === '' || busy.value) return;
    busy.value = true;
    const answer = await command('/level', { level: next, index, reason: why }, { method: 'PUT' });
    busy.value = false;
    if (answer !== undefined) hide();
  };
  const field = (key: keyof typeof typed) => html`
    <${NumberField}
      value=${typed[key]}
      label=${text.panel[key]}
      autoFocus=${key === (round ? 'small' : 'minutes')}
      error=${parseCount(typed[key].value) === null ? text.errors.notCount : undefined}
    />
  `;
  return html`
    <${Sheet} title=${text.panel.correct} onClose=${hide}>
      <form class="flex flex-col gap-5" onSubmit=${submit}>
        <p><strong>${levelText(state, index)}</strong> <span class="block text-secondary">${text.panel.correctLead}</span></p>
        <div class="grid grid-cols-2 gap-3">
          ${round && html`${field('small')} ${field('big')} ${field('ante')}`} ${field('minutes')}
        </div>
        <${TextField} value=${reason} label=${text.panel.reason} maxLength=${200} hint=${why === '' ? text.panel.reasonNeeded : undefined} />
        <button type="submit" class="btn btn-primary" disabled=${busy.value || next === null || why === ''}>${text.panel.apply}</button>
      </form>
    <//>
  `;
};
