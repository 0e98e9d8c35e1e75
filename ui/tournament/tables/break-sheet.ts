import type { SeatRef } from '../../../src/poker/draw.ts';
import { post } from '../../api.ts';
import { html, useEffect, useSignal } from '../../html.ts';
import { Notice } from '../../parts/bits.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { attempt, toast } from '../../toasts.ts';
import { command } from '../actions.ts';
import { seatedAt } from '../model.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';
import { MovesDone, movedIn } from './done.ts';
import { freePlaces } from './model.ts';
import type { Line } from './move-lines.ts';
import { MoveLines } from './move-lines.ts';
import type { Way } from './tickets.ts';

/** Seats as the leaf drew them, in the order of the players' cards. */
type Drawn = {
  readonly seed: string;
  readonly moves: readonly {
    readonly entryId: string;
    readonly from: SeatRef;
    readonly to: SeatRef;
  }[];
};

/** Who sat there when it was drawn, and who does now: another player, another draw. */
const stillSo = ({ state }: Night, tableId: string, { moves }: Drawn): boolean => {
  const seats = state.tables[tableId]?.seats.filter((one) => one !== null) ?? [];
  return seats.length === moves.length && moves.every(({ entryId }) => seats.includes(entryId));
};

/** The draw of a table that breaks: shown, drawn again on wish, changed seat by seat, then applied. */
export const BreakSheet = ({ night, tableId }: { night: Night; tableId: string }) => {
  const { state } = night;
  const drawn = useSignal<Drawn | null>(null);
  const failed = useSignal(false);
  const done = useSignal<{ readonly eventId: string; readonly ways: readonly Way[] } | null>(null);
  const busy = useSignal(false);
  const draw = async () => {
    drawn.value = null;
    const path = `/tournaments/${night.id}/tables/break/${tableId}/preview`;
    const answer = await attempt(() => post<Drawn>(path));
    failed.value = answer === undefined;
    drawn.value = answer ?? null;
  };
  const isOpen = state.tables[tableId]?.open === true;
  const isWaiting = done.value === null && !busy.value;
  // One's own moves empty the table too, just before their answer is there.
  const isStale =
    isOpen && isWaiting && drawn.value !== null && !stillSo(night, tableId, drawn.value);
  useEffect(() => {
    if (isOpen && isWaiting) void draw();
  }, [tableId, isStale]);
  const isGone = !isOpen && isWaiting;
  useEffect(() => {
    if (!isGone) return;
    toast({ tone: 'plain', title: text.errors.codes['NO_SUCH_TABLE'] ?? '' });
    hide();
  }, [isGone]);
  if (done.value !== null) return html`<${MovesDone} night=${night} ...${done.value} />`;

  const table = state.tables[tableId];
  if (table === undefined || !table.open) return null;
  const now = drawn.value;
  const lines = (now?.moves ?? []).map(
    (move, i): Line => ({
      ...move,
      why: `${text.tables.card(i + 1)}${state.entries[move.entryId]?.locked ? ` · ${text.tables.breakStays}` : ''}`,
    }),
  );
  const change = (entryId: string, to: SeatRef) => {
    if (now === null) return;
    const moves = now.moves.map((one) => (one.entryId === entryId ? { ...one, to } : one));
    drawn.value = { ...now, moves };
  };
  const apply = async () => {
    if (now === null || busy.value) return;
    busy.value = true;
    const moves = now.moves.map(({ entryId, to }) => ({ entryId, to }));
    const body = { drawn: { seed: now.seed, moves } };
    const outcome = await command(`/tables/break/${tableId}`, body, { quiet: true });
    busy.value = false;
    const eventId = outcome === undefined ? undefined : movedIn(outcome);
    if (eventId !== undefined) done.value = { eventId, ways: now.moves };
    else await draw();
  };
  const footer = html`
    <div class="flex gap-2">
      <button type="button" class="btn btn-outline" disabled=${busy.value} onClick=${draw}>
        <${Icon} name="redo" size=${18} />${text.tables.drawAgain}
      </button>
      <button type="button" class="btn btn-primary grow min-w-0" disabled=${now === null || busy.value} onClick=${apply}>
        <span class="truncate">${text.tables.apply(lines.length)}</span>
      </button>
    </div>
  `;
  return html`
    <${Sheet} title=${text.tables.breakIt(table.name)} onClose=${hide} footer=${footer}>
      <div class="flex flex-col gap-4">
        <p class="text-secondary">${text.tables.breakLead(seatedAt(table))}</p>
        ${now === null && (failed.value ? html`<${Notice} tone="warning">${text.tables.noFree}<//>` : html`<p class="text-secondary breathe text-center py-8">${text.tables.drawing}</p>`)}
        ${now !== null && html`<${MoveLines} night=${night} lines=${lines} places=${freePlaces(state, [tableId])} onChange=${change} />`}
      </div>
    <//>
  `;
};
