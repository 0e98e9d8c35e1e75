import type { Moved } from '../../../src/rooms/tournament/events.ts';
import { html } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import type { Outcome } from '../actions.ts';
import { undo } from '../actions.ts';
import type { Night } from '../night.ts';
import { hide } from '../sheets.ts';
import { nameOfEntry, seatText } from '../words.ts';
import type { Way } from './tickets.ts';
import { printTickets } from './tickets.ts';

const MOVES: ReadonlySet<string> = new Set(['player.moved', 'seats.drawn', 'table.broken']);

export const waysOf = (moves: readonly Moved[]): readonly Way[] =>
  moves.map(({ entryId, from, seat }) => ({ entryId, from, to: seat }));

/** The event of an answer that moved somebody. */
export const movedIn = ({ events }: Outcome): string | undefined =>
  events.find(({ type }) => MOVES.has(type))?.id;

export const WayLines = ({ night, ways }: { night: Night; ways: readonly Way[] }) => html`
  <ul class="rows card overflow-hidden">
    ${ways.map(
      ({ entryId, from, to }) => html`
        <li class="flex items-center gap-3 px-4 min-h-13">
          <bdi class="grow min-w-0 truncate font-medium">${nameOfEntry(night, entryId)}</bdi>
          <span class="text-caption text-secondary whitespace-nowrap">${seatText(night.state, from)} →</span>
          <span class="mono whitespace-nowrap">${seatText(night.state, to)}</span>
        </li>
      `,
    )}
  </ul>
`;

/** It is done: the list to read out, the tickets to hand out, and the way back. */
export const MovesDone = ({
  night,
  eventId,
  ways,
}: {
  night: Night;
  eventId: string;
  ways: readonly Way[];
}) => {
  const back = () => {
    hide();
    void undo(night.id, eventId);
  };
  const footer = html`
    <div class="flex gap-2">
      <button type="button" class="btn btn-outline" onClick=${back}>
        <${Icon} name="undo" size=${18} />${text.undo}
      </button>
      <button type="button" class="btn btn-outline grow" onClick=${() => printTickets(night, ways)}>${text.tables.print}</button>
      <button type="button" class="btn btn-primary" autofocus onClick=${hide}>${text.tables.finish}</button>
    </div>
  `;
  return html`
    <${Sheet} title=${text.tables.done(ways.length)} onClose=${hide} footer=${footer}>
      <p class="text-secondary pb-3">${text.tables.doneLead}</p>
      <${WayLines} night=${night} ways=${ways} />
    <//>
  `;
};
