import type { ScheduleBoard } from '../../src/rooms/tournament/views/boards.ts';
import type { ScheduleLine } from '../../src/rooms/tournament/views/screen.ts';
import { betsOf } from '../clock/model.ts';
import type { Props } from '../shared/frame.ts';
import { keeper } from '../shared/keep.ts';
import { createListView } from '../shared/list-view.ts';
import type { Boarded } from '../shared/screen.ts';
import { isRunning } from '../shared/screen.ts';
import type { Column } from '../shared/table.ts';
import { timeOfDay } from '../shared/times.ts';
import { text } from '../text.ts';

/** Levels that lie behind and still stand there, so that the one of now does not stand alone. */
const BEHIND = 1;

const first = (line: ScheduleLine): string =>
  line.kind === 'break' ? line.game || text.break : (betsOf(line)[0]?.value ?? '');

const rest = (line: ScheduleLine): string =>
  betsOf(line)
    .slice(1)
    .map(({ value }) => value)
    .join(' · ');

/** @param nowMs wall clock of "now" in the lines' `startsInMs`. */
const columnsFor = (nowMs: number, zone: string): readonly Column<ScheduleLine>[] => [
  {
    head: text.schedule.starts,
    value: ({ startsInMs }) => (startsInMs === null ? '' : timeOfDay(nowMs + startsInMs, zone)),
    kind: 'figure',
    tone: 'lead quiet',
  },
  {
    head: text.schedule.level,
    value: ({ kind, level }) => (kind === 'break' ? '' : String(level)),
    kind: 'figure',
    tone: 'strong',
  },
  { head: text.blinds, value: first, kind: 'name', tone: 'mono' },
  { head: text.ante, value: rest, kind: 'figure' },
  {
    head: text.schedule.length,
    value: ({ minutes }) => text.minutes(minutes),
    kind: 'word',
    tone: 'quiet',
  },
];

const View = createListView<ScheduleLine>(text.schedule);
const keepColumns = keeper<readonly Column<ScheduleLine>[]>();
const keepLines = keeper<readonly ScheduleLine[]>();

/** The levels from now on, with the time of day that each begins at. */
export const SchedulePage = ({
  props,
  board,
  boarded,
}: {
  props: Props;
  board: ScheduleBoard;
  boarded: Boarded;
}) => {
  const { shown, perfMs, house } = props;
  const here = shown.data.clock.index;
  // A clock that stands moves every start with it, a minute at a time.
  const standing = isRunning(shown.data) ? 0 : Math.floor((perfMs - boarded.at) / 60_000) * 60_000;
  const nowMs = boarded.ts + standing;
  const columns = keepColumns([nowMs, house.timezone], () => columnsFor(nowMs, house.timezone));
  const lines = keepLines([board, here], () =>
    board.lines.filter(({ index }) => index >= here - BEHIND),
  );
  const tone = ({ index, kind }: ScheduleLine): string =>
    index === here ? 'now' : index < here ? 'past' : kind === 'break' ? 'rest' : '';
  return View(props, { lines, columns, tone });
};
