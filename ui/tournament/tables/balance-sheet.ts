import type { Proposal } from '../../../src/poker/balance.ts';
import { proposeBalance } from '../../../src/poker/balance.ts';
import { buttonFor } from '../../../src/poker/button.ts';
import type { SeatRef } from '../../../src/poker/draw.ts';
import type { Table } from '../../../src/rooms/tournament/state.ts';
import { tablesNow } from '../../../src/rooms/tournament/views/tables.ts';
import { html, useSignal } from '../../html.ts';
import { Empty, Notice } from '../../parts/bits.ts';
import { Switch } from '../../parts/form.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { command } from '../actions.ts';
import type { Night } from '../night.ts';
import { hide, show } from '../sheets.ts';
import { nameOfEntry } from '../words.ts';
import { MovesDone, movedIn } from './done.ts';
import { freePlaces } from './model.ts';
import type { Line } from './move-lines.ts';
import { MoveLines } from './move-lines.ts';
import type { Way } from './tickets.ts';

type Ask = Extract<Proposal, { kind: 'ask' }>;
type MoveProposal = Extract<Proposal, { kind: 'move' }>;

/** Nobody is named at a table whose button nobody has told: who is big blind next is asked. */
const AskBigBlind = ({ night, table }: { night: Night; table: Table }) => {
  const now = tablesNow(night.state).find(({ tableId }) => tableId === table.id);
  if (now === undefined) return null;
  const set = (seat: number) =>
    command(`/tables/${table.id}`, { button: buttonFor(now, seat) }, { method: 'PUT' });
  return html`
    <section class="card p-4 flex flex-col gap-3" aria-label=${table.name}>
      <div>
        <h3 class="font-semibold">${text.tables.whichBigBlind(table.name)}</h3>
        <p class="text-caption text-secondary">${text.tables.whichWhy}</p>
      </div>
      <div class="grid grid-cols-2 gap-2">
        ${now.players.map(
          ({ seat, entryId }) => html`
            <button type="button" class="btn btn-outline justify-start px-3 min-w-0" onClick=${() => set(seat)}>
              <span class="mono text-secondary">${seat}</span>
              <bdi class="truncate">${nameOfEntry(night, entryId)}</bdi>
            </button>
          `,
        )}
      </div>
    </section>
  `;
};

const whyOf = ({ state }: Night, { from, params }: MoveProposal): string =>
  [
    text.tables.whoWhy(
      state.tables[from.tableId]?.name ?? '?',
      params.fromPlayers,
      params.toPlayers,
    ),
    params.waits
      ? text.tables.whereWaits
      : params.handsToBigBlind === 0
        ? text.tables.whereNow
        : text.tables.whereIn(params.handsToBigBlind),
    params.movesBefore > 0 ? text.tables.movedBefore(params.movesBefore) : '',
  ]
    .filter((part) => part !== '')
    .join(' ');

const BreakInstead = ({ night, proposal }: { night: Night; proposal: Proposal | undefined }) => {
  if (proposal?.kind !== 'break') return null;
  const { tableId, params } = proposal;
  const name = night.state.tables[tableId]?.name ?? '?';
  const action = html`<button type="button" class="btn btn-primary" onClick=${() => show({ sheet: 'break', tableId })}>
    ${text.tables.breakIt(name)}
  </button>`;
  return html`<${Notice} tone="info" action=${action}>${text.tables.fits(name, params.players, params.openSeats)}<//>`;
};

/** What would even the tables, shown before it is done; every seat can be changed, every move left out. */
export const BalanceSheet = ({ night }: { night: Night }) => {
  const { state } = night;
  const keepTables = useSignal(false);
  const changed = useSignal<Readonly<Record<string, SeatRef>>>({});
  const left = useSignal<ReadonlySet<string>>(new Set());
  const done = useSignal<{ readonly eventId: string; readonly ways: readonly Way[] } | null>(null);
  const busy = useSignal(false);
  if (done.value !== null) return html`<${MovesDone} night=${night} ...${done.value} />`;

  const ask = (keep: boolean) =>
    proposeBalance({ tables: tablesNow(state), ...state.config.seating, keepTables: keep });
  const breaking = ask(false).find(({ kind }) => kind === 'break');
  const proposals = breaking !== undefined && !keepTables.value ? [] : ask(true);
  const asks = proposals.filter((one): one is Ask => one.kind === 'ask');
  const lines = proposals.flatMap((one): Line[] =>
    one.kind === 'move'
      ? [
          {
            entryId: one.entryId,
            from: one.from,
            to: changed.value[one.entryId] ?? one.to,
            why: whyOf(night, one),
          },
        ]
      : [],
  );
  const going = lines.filter(({ entryId }) => !left.value.has(entryId));
  const apply = async () => {
    if (busy.value) return;
    busy.value = true;
    const moves = going.map(({ entryId, to }) => ({ entryId, to }));
    const body = { moves, reason: text.tables.reasonBalance };
    const outcome = await command('/tables/move', body, { quiet: true });
    busy.value = false;
    const eventId = outcome === undefined ? undefined : movedIn(outcome);
    if (eventId !== undefined) done.value = { eventId, ways: going };
  };
  const toggle = (entryId: string) => {
    const next = new Set(left.value);
    if (!next.delete(entryId)) next.add(entryId);
    left.value = next;
  };
  const footer =
    lines.length > 0 &&
    html`<button type="button" class="btn btn-primary w-full" disabled=${busy.value || going.length === 0} onClick=${apply}>
      ${text.tables.apply(going.length)}
    </button>`;
  return html`
    <${Sheet} title=${text.tables.balance} onClose=${hide} footer=${footer}>
      <div class="flex flex-col gap-4">
        <p class="text-secondary">${text.tables.balanceLead}</p>
        <${BreakInstead} night=${night} proposal=${breaking} />
        ${breaking !== undefined && html`<${Switch} value=${keepTables} label=${text.tables.movesOnly} />`}
        ${asks.map(({ tableId }) => {
          const table = state.tables[tableId];
          return table && html`<${AskBigBlind} key=${tableId} night=${night} table=${table} />`;
        })}
        ${
          lines.length > 0 &&
          html`<${MoveLines}
            night=${night}
            lines=${lines}
            places=${freePlaces(state)}
            left=${left.value}
            onLeave=${toggle}
            onChange=${(entryId: string, to: SeatRef) => {
              changed.value = { ...changed.value, [entryId]: to };
            }}
          />`
        }
        ${proposals.length === 0 && breaking === undefined && html`<${Empty} icon="check" title=${text.tables.even} lead=${text.tables.evenLead} />`}
      </div>
    <//>
  `;
};
