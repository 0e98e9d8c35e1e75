import type { SeatRef } from '../../../src/poker/draw.ts';
import { html, useEffect } from '../../html.ts';
import { Card, Notice } from '../../parts/bits.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import { liveOnes } from '../model.ts';
import type { Night } from '../night.ts';
import { night as current, mayAct } from '../night.ts';
import { moving, open, show } from '../sheets.ts';
import { nameOfEntry } from '../words.ts';
import { dropMeans } from './model.ts';

/** Somebody is let go over a seat: there they sit, or are asked to change seats with who does. */
export const drop = (entryId: string, to: SeatRef): void => {
  const state = current.value?.state;
  if (state === undefined) return;
  const means = dropMeans(state, entryId, to);
  if (means.kind === 'nothing') return;
  moving.value = null;
  if (means.kind === 'swap') show({ sheet: 'swap', entryId, withId: means.withId });
  else void command('/tables/move', { moves: [{ entryId, to }] });
};

/** To the next free seat in the order of the page, or the one before; round at the ends. */
const focusFree = (step: 1 | -1): void => {
  const here = document.activeElement ?? document.body;
  const side = step === 1 ? Node.DOCUMENT_POSITION_FOLLOWING : Node.DOCUMENT_POSITION_PRECEDING;
  const free = [...document.querySelectorAll<HTMLElement>('[data-table][data-free]')];
  const inOrder = step === 1 ? free : free.reverse();
  const next = inOrder.find((seat) => (here.compareDocumentPosition(seat) & side) !== 0);
  (next ?? inOrder[0])?.focus();
};

const STEPS: Readonly<Record<string, 1 | -1>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
};

/** By the keyboard: M picks up who is in focus, arrows go from free seat to free seat, Esc puts back. */
export const onSeatKey = (event: KeyboardEvent): void => {
  if (!mayAct.value || event.ctrlKey || event.metaKey || event.altKey) return;
  const { target } = event;
  const step = STEPS[event.key];
  const own = target instanceof HTMLElement ? target.closest<HTMLElement>('[data-entry]') : null;
  const entryId = own?.dataset['entry'];
  if (event.key.toLowerCase() === 'm' && entryId !== undefined) moving.value = entryId;
  else if (event.key === 'Escape' && moving.value !== null) moving.value = null;
  else if (step !== undefined && moving.value !== null) focusFree(step);
  else return;
  event.preventDefault();
  event.stopPropagation();
};

/** While somebody is on the way to another seat: who, and the way back. */
export const Moving = ({ night }: { night: Night }) => {
  const mover = moving.value;
  useEffect(() => {
    const press = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' && open.value === null) moving.value = null;
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
  if (mover === null || night.state.entries[mover] === undefined) return null;
  const buttons = html`
    <span class="flex gap-2">
      <button type="button" class="btn btn-outline text-text" onClick=${() => show({ sheet: 'moveTo', entryId: mover })}>
        ${text.tables.movePick}
      </button>
      <button
        type="button"
        class="btn btn-outline text-text"
        onClick=${() => {
          moving.value = null;
        }}
      >
        ${text.tables.moveCancel}
      </button>
    </span>
  `;
  return html`
    <div class="sticky top-31 z-10 shadow-xl rounded-xl">
      <${Notice} tone="primary" action=${buttons}>
        <strong><bdi>${text.tables.moveTo(nameOfEntry(night, mover))}</bdi></strong>
        <span class="block text-caption">${text.tables.moveHint}</span>
      <//>
    </div>
  `;
};

/** Those still in who sit nowhere: to be tapped or dragged to a seat. */
export const Unseated = ({ night }: { night: Night }) => {
  const without = liveOnes(night.state, night.names).filter(({ entry }) => entry.seat === null);
  if (without.length === 0) return null;
  const aside = html`
    <button type="button" class="btn btn-soft" disabled=${!mayAct.value} onClick=${() => command('/tables/draw')}>
      ${text.tables.draw}
    </button>
  `;
  return html`
    <${Card} title=${`${text.tables.unseated} · ${without.length}`} aside=${aside}>
      <p class="px-4 -mt-1 pb-2 text-caption text-secondary">${text.tables.unseatedHint}</p>
      <div class="flex flex-wrap gap-2 px-4 pb-4 max-h-60 overflow-y-auto">
        ${without.map(
          ({ entry, name }) => html`
            <button
              type="button"
              key=${entry.id}
              class="chip plate max-w-full"
              aria-pressed=${String(moving.value === entry.id)}
              disabled=${!mayAct.value}
              data-entry=${entry.id}
              data-name=${name}
              onClick=${() => {
                moving.value = moving.value === entry.id ? null : entry.id;
              }}
            >
              <bdi class="truncate">${name}</bdi>
            </button>
          `,
        )}
      </div>
    <//>
  `;
};
