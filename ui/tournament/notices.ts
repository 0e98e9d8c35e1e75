import { clockText, MINUTE } from '../../src/kernel/time.ts';
import type { Proposal } from '../../src/poker/balance.ts';
import { proposeBalance } from '../../src/poker/balance.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { openTables } from '../../src/rooms/tournament/state.ts';
import { entriesView } from '../../src/rooms/tournament/views/players.ts';
import { screenView } from '../../src/rooms/tournament/views/screen.ts';
import { tablesNow } from '../../src/rooms/tournament/views/tables.ts';
import { money } from '../amounts.ts';
import { BehindNotice, RestoredNotice } from '../cloud/notices.ts';
import { nameOf } from '../displays/model.ts';
import { html, useComputed } from '../html.ts';
import { Notice } from '../parts/bits.ts';
import { WaitingNotice } from '../requests/notice.ts';
import { go } from '../routes.ts';
import { AlertNotice } from '../settings/alerts-notice.ts';
import { SoftwareNotice } from '../settings/software-notice.ts';
import { text } from '../text.ts';
import { command, toggleClock } from './actions.ts';
import { wonText } from './ended.ts';
import { liveOnes } from './model.ts';
import { openMore } from './more-section.ts';
import type { Night } from './night.ts';
import { beat, leafNow, mayAct, position } from './night.ts';
import { filter } from './players/store.ts';
import { show } from './sheets.ts';
import { useSilent } from './silent-screens.ts';
import { Undecided } from './undecided.ts';
import { nameOfEntry, seatText } from './words.ts';

const Act = ({
  label,
  run,
  strong = false,
}: {
  label: string;
  run: () => unknown;
  strong?: boolean;
}) =>
  mayAct.value &&
  html`<button type="button" class=${`btn ${strong ? 'btn-primary' : 'btn-outline text-text'}`} onClick=${run}>
    ${label}
  </button>`;

const Balance = ({ night, proposal }: { night: Night; proposal: Proposal }) => {
  const { tables } = night.state;
  const tableName = (id: string) => tables[id]?.name ?? '?';
  if (proposal.kind === 'ask')
    return html`
      <${Notice}
        tone="warning"
        action=${html`<${Act} label=${text.balance.askAction} run=${() => show({ sheet: 'balance' })} />`}
      >
        <strong>${text.balance.ask(tableName(proposal.tableId))}</strong> ${text.balance.askReason}
      <//>
    `;
  if (proposal.kind === 'break') {
    const { tableId, params } = proposal;
    return html`
      <${Notice}
        tone="info"
        action=${html`<${Act} strong label=${text.balance.breakTable(tableName(tableId))} run=${() => show({ sheet: 'break', tableId })} />`}
      >
        ${text.balance.breakReason(params.players, params.openSeats)}
      <//>
    `;
  }
  const { entryId, from, to, params } = proposal;
  const name = nameOfEntry(night, entryId);
  const reason = text.balance.bigBlindNext(
    tableName(from.tableId),
    params.fromPlayers,
    params.toPlayers,
  );
  const move = () => command('/tables/move', { moves: [{ entryId, to }], reason: '' });
  return html`
    <${Notice}
      tone="warning"
      action=${html`<${Act} strong label=${text.balance.move(name, seatText(night.state, to))} run=${move} />`}
    >
      ${reason}
    <//>
  `;
};

/** What would even the tables, each with its reason and one tap to do it. */
export const BalanceNotices = ({ night }: { night: Night }) => {
  const { state } = night;
  if (state.status !== 'running' || openTables(state).length < 2) return null;
  // While players still come and nobody has gone, a table is short because it is being filled.
  const isFilling = state.registration.open && state.totals.live === state.totals.entries;
  const proposals = proposeBalance({ tables: tablesNow(state), ...state.config.seating });
  return proposals
    .filter(({ kind }) => kind !== 'break' || !isFilling)
    .slice(0, 3)
    .map((proposal) => html`<${Balance} night=${night} proposal=${proposal} />`);
};

/** From here on it is near enough to act on. */
const SOON_MS = 10 * MINUTE;

const Registration = ({ night: { state } }: { night: Night }) => {
  beat.value;
  if (state.status !== 'running' || !state.registration.open) return null;
  const { closesInMs } = screenView(state, leafNow()).registration;
  const close = () => command('/registration', { open: false }, { method: 'PUT' });
  return html`
    <${Notice}
      tone=${closesInMs !== null && closesInMs < SOON_MS ? 'warning' : 'info'}
      action=${html`<${Act} label=${text.overview.closeNow} run=${close} />`}
    >
      ${
        closesInMs === null
          ? html`<strong>${text.overview.regOpenNoEnd}</strong> ${text.overview.regOpenNoEndLead}`
          : html`<strong>${text.overview.regOpen}</strong> ${text.overview.regCloses(clockText(closesInMs))}`
      }
    <//>
  `;
};

const Seats = ({ night }: { night: Night }) => {
  const { state, names } = night;
  if (state.status === 'ended' || state.config.mode === 'counters') return null;
  const without = liveOnes(state, names).filter(({ entry }) => entry.seat === null).length;
  const none = openTables(state).length === 0;
  if (none)
    return html`<${Notice}
      tone="primary"
      action=${html`<${Act} label=${text.overview.openTables} run=${() => show({ sheet: 'openTables' })} />`}
    >
      ${text.overview.noTables}
    <//>`;
  if (without === 0) return null;
  return html`<${Notice}
    tone="warning"
    action=${html`<${Act} strong label=${text.overview.draw} run=${() => command('/tables/draw')} />`}
  >
    ${text.overview.unseated(without)}
  <//>`;
};

const Outcome = ({ night }: { night: Night }) => {
  const { state, names } = night;
  const left = liveOnes(state, names);
  const [last, another] = left;
  if (state.status === 'setup')
    return html`<${Notice}
      tone="success"
      action=${html`<${Act} strong label=${text.clock.start} run=${toggleClock} />`}
    >
      <strong>${text.overview.ready}.</strong>${' '}
      ${text.overview.readyLead(
        state.config.mode === 'counters' ? state.counters.entries : state.totals.entries,
        openTables(state).length,
      )}
    <//>`;
  const decided =
    state.config.mode === 'counters'
      ? state.counters.entries > 1 && state.counters.remaining === 1
      : state.totals.entries > 1 && last !== undefined && another === undefined;
  const over = decided || state.deal !== null;
  if (state.status === 'running' && over)
    return html`<${Notice}
      tone="success"
      action=${html`<${Act} strong label=${text.overview.end} run=${() => command('/end')} />`}
    >
      ${last !== undefined && text.overview.oneLeft(last.name)}
    <//>`;
  if (state.status === 'ended')
    return html`<${Notice} tone="success">
      <strong>${text.overview.ended}</strong> ${wonText(night)}
    <//>`;
  return null;
};

/** The clock wants a look: it stands still, or the last level of the structure is being played. */
const Clock = ({ state }: { state: State }) => {
  const { running, level } = state.clock.anchor;
  const isLast = state.levels[level + 1] === undefined;
  const left = useComputed(() => Math.ceil((position.value?.remainingMs ?? 0) / MINUTE));
  if (state.status !== 'running' || state.clock.interrupted !== null) return null;
  if (!running)
    return html`<${Notice}
      tone="warning"
      action=${html`<${Act} strong label=${text.clock.resume} run=${toggleClock} />`}
    >
      <strong>${text.overview.paused}</strong>
    <//>`;
  return isLast
    ? html`<${Notice} tone="warning"><strong>${text.clock.lastLevel}.</strong> ${text.overview.lastLevelLead(left.value)}<//>`
    : null;
};

const toPlayers = (id: string, which: typeof filter.value) => () => {
  filter.value = which;
  go({ page: 'night', id, tab: 'players' });
};

/** Money that is open: what players owe, and prizes that wait to be handed over. */
const Open = ({ night: { id, state, names } }: { night: Night }) => {
  if (state.config.mode === 'counters') return null;
  const { currency } = state.config;
  const entries = entriesView(state, names);
  const owing = entries.filter(({ owed }) => owed > 0);
  const due = entries.filter((entry) => entry.due > 0);
  const sum = (amounts: readonly number[]) =>
    money(
      amounts.reduce((total, one) => total + one, 0),
      currency,
    );
  return html`
    ${
      due.length > 0 &&
      html`<${Notice}
        tone=${state.status === 'ended' ? 'warning' : 'info'}
        action=${html`<${Act} strong=${state.status === 'ended'} label=${text.overview.payOut} run=${() => go({ page: 'night', id, tab: 'money' })} />`}
      >
        ${text.overview.toPay(due.length, sum(due.map((one) => one.due)))}
      <//>`
    }
    ${
      owing.length > 0 &&
      html`<${Notice} tone="warning" action=${html`<${Act} label=${text.show} run=${toPlayers(id, 'owing')} />`}>
        ${text.overview.owing(owing.length, sum(owing.map((one) => one.owed)))}
      <//>`
    }
  `;
};

/** A whole wall of screens may be off: the first few say which. */
const MOST_NAMED = 3;
const namesOf = (silent: ReturnType<typeof useSilent>): string => {
  const named = silent.slice(0, MOST_NAMED).map(nameOf).join(', ');
  return silent.length > MOST_NAMED ? `${named} …` : named;
};

const Screens = ({ night: { id, state } }: { night: Night }) => {
  const silent = useSilent(id, state.status === 'running');
  if (silent.length === 0) return null;
  return html`
    <${Notice} tone="warning" action=${html`<${Act} label=${text.show} run=${() => openMore(id, 'displays')} />`}>
      ${text.overview.silent(silent.length, namesOf(silent))}
    <//>
  `;
};

/** Everything that waits for the floor, the most urgent first. */
export const Notices = ({ night }: { night: Night }) => html`
  <div class="flex flex-col gap-2.5 empty:hidden">
    <${Undecided} state=${night.state} />
    <${RestoredNotice} />
    <${Outcome} night=${night} />
    <${Clock} state=${night.state} />
    <${WaitingNotice} tournamentId=${night.id} />
    <${Seats} night=${night} />
    <${BalanceNotices} night=${night} />
    <${Registration} night=${night} />
    <${Open} night=${night} />
    <${Screens} night=${night} />
    <${SoftwareNotice} />
    <${AlertNotice} />
    <${BehindNotice} />
  </div>
`;
