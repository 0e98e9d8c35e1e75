import { expect, test } from 'bun:test';
import type { BoardKind } from '../../../src/rooms/tournament/views.ts';
import { BOARDS, boardOf, poolView } from '../../../src/rooms/tournament/views.ts';
import type { Night } from './night.ts';
import { config, night, running } from './night.ts';

/** p1 is Player 01, so that the order of names is that of numbers. */
const NAMES = Object.fromEntries(
  Array.from({ length: 40 }, (_, i) => [`p${i + 1}`, `Player ${String(i + 1).padStart(2, '0')}`]),
);
const board = <K extends BoardKind>(n: Night, kind: K) => {
  const made = boardOf(n.state, kind, NAMES, n.now);
  const isKind = (one: typeof made): one is Extract<typeof made, { kind: K }> => one.kind === kind;
  if (!isKind(made)) throw new Error(`asked for ${kind}, got ${made.kind}`);
  return made;
};
const seatOf = (n: Night, entryId: string) => {
  const seat = n.state.entries[entryId]?.seat;
  return seat ? { table: n.state.tables[seat.tableId]?.name, seat: seat.seat } : null;
};

test('DSP-2: rankings: those in by chips where counted, then by name; then who went out, last first', () => {
  const n = running(6);
  n.do({ type: 'setChips', counts: [{ entryId: 'n5', chips: 30_000 }] });
  n.bust('n2', 'n1');
  n.bust('n6', 'n1');
  const { lines } = board(n, 'rankings');
  expect(lines.map(({ name, rank }) => [name, rank])).toEqual([
    ['Player 05', null],
    ['Player 01', null],
    ['Player 03', null],
    ['Player 04', null],
    ['Player 06', 5],
    ['Player 02', 6],
  ]);
  expect(lines[0]).toEqual({
    ...{ rank: null, name: 'Player 05', prize: 0, hits: 0, chips: 30_000, bounty: 0 },
    seat: expect.objectContaining(seatOf(n, 'n5') ?? {}),
  });
  expect(lines[1]).toMatchObject({ name: 'Player 01', hits: 2, chips: null });
  expect(lines[5]).toMatchObject({ seat: null, chips: null });
});

test('DSP-2: seating is by name, and holds who is in and sits', () => {
  const n = running(12);
  n.bust('n3');
  const { lines } = board(n, 'seating');
  expect(lines.map(({ name }) => name)).toEqual(
    Array.from({ length: 12 }, (_, i) => NAMES[`p${i + 1}`] ?? '').filter(
      (name) => name !== 'Player 03',
    ),
  );
  for (const { name, ...place } of lines)
    expect(place).toEqual(seatOf(n, `n${Number(name.slice(-2))}`) as typeof place);
});

test('DSP-2: the schedule is the whole structure with the time until each level', () => {
  const n = running(2);
  n.pass(60_000);
  const { lines } = board(n, 'schedule');
  expect(lines.map(({ kind, level }) => `${kind} ${level}`)).toEqual([
    ...['round 1', 'round 2', 'break 2', 'round 3', 'round 4', 'round 5'],
  ]);
  expect(lines[1]?.startsInMs).toBe(20 * 60_000 - 60_000);
});

test('DSP-2: the prize pool is told by kinds that add up, and a place by who has it once entries are closed', () => {
  const rakes = [
    { name: 'Staff bonus Ann', kind: 'amount', amount: 5_00 },
    { name: 'House', kind: 'amount', amount: 3_00 },
  ] as const;
  const n = running(10, {
    config: config({ pool: { rakes: [...rakes], houseContribution: 100_00, guarantee: 2_000_00 } }),
  });
  n.do({ type: 'rebuy', entryId: 'n1', times: 1, payment: { method: 'card' } });
  n.bust('n10');
  expect(board(n, 'prizePool').places.flatMap(({ names }) => names)).toEqual([]);
  n.do({ type: 'setRegistration', open: false, reason: '' });
  const { places } = board(n, 'prizePool');
  for (let i = 9; i >= 2; i--) n.bust(`n${i}`);
  n.do({ type: 'end' });
  const made = board(n, 'prizePool');
  expect(made.made.reduce((all, { amount }) => all + amount, 0)).toBe(poolView(n.state).pool);
  expect(made.made.map(({ line }) => line)).toEqual([
    ...['entries', 'rebuys', 'rake', 'houseContribution', 'overlay'],
  ]);
  expect(JSON.stringify(made)).not.toContain('Staff bonus');
  expect(made.places.map(({ from, names }) => [from, names])).toEqual(
    places.map(({ from }) => [from, [`Player ${String(from).padStart(2, '0')}`]]),
  );
});

test('DSP-2, DEAL-3: after a deal everybody stands beside what was agreed, and nobody beside a place', () => {
  const n = running(6);
  n.do({ type: 'setRegistration', open: false, reason: '' });
  const amounts = board(n, 'prizePool').places.map(({ each }) => each);
  const sum = amounts.reduce((all, each) => all + each, 0);
  for (let i = 6; i > 3; i--) n.bust(`n${i}`);
  const covered = amounts.slice(0, 3).reduce((all, each) => all + each, 0);
  const shares = [
    { entryId: 'n1', amount: covered - 200_00 },
    { entryId: 'n2', amount: 100_00 },
    { entryId: 'n3', amount: 100_00 },
  ];
  n.do({ type: 'deal', shares, reason: '' });
  n.do({ type: 'end' });
  const { places } = board(n, 'prizePool');
  expect(places.slice(0, 2)).toEqual([
    { from: 1, to: 3, each: covered - 200_00, names: ['Player 01'] },
    { from: 1, to: 3, each: 100_00, names: ['Player 02', 'Player 03'] },
  ]);
  const told = places.flatMap(({ each, names, from }) =>
    from === 1 ? names.map(() => each) : [each],
  );
  expect(told.reduce((all, each) => all + each, 0)).toBe(sum);
});

test('DSP-2: the final table is the one with most players left, seat by seat, with its button', () => {
  const n = running(12);
  expect(board(n, 'finalTable').table).toBe('Table 1');
  const atOne = Object.values(n.state.entries).filter(({ seat }) => seat?.tableId === 't1');
  for (const { id } of atOne.slice(0, 2)) n.bust(id);
  n.do({ type: 'changeTable', tableId: 't2', button: 4 });
  const { table, button, seats } = board(n, 'finalTable');
  expect([table, button, seats.length]).toEqual(['Table 2', 4, 9]);
  const taken = seats.flatMap((seat, i) => (seat === null ? [] : [[seat.seat, i + 1]]));
  expect(taken).toHaveLength(6);
  for (const [seat, place] of taken) expect(seat).toBe(place);
  expect(board(night(), 'finalTable')).toEqual({
    ...{ kind: 'finalTable', table: '', button: null, seats: [] },
  });
});

test('DSP-2: movement: newest first, each player’s last move, none that was undone or of who is out', () => {
  const n = running(6);
  n.do({ type: 'openTables', tableIds: ['t2'] });
  const from = seatOf(n, 'n1');
  n.do({ type: 'seat', entryId: 'n1', seat: { tableId: 't2', seat: 3 } });
  n.do({ type: 'seat', entryId: 'n2', seat: { tableId: 't2', seat: 4 } });
  n.do({ type: 'seat', entryId: 'n3', seat: { tableId: 't2', seat: 5 } });
  n.do({ type: 'seat', entryId: 'n1', seat: { tableId: 't2', seat: 6 } });
  const [last, third] = board(n, 'movement').moves;
  expect(last).toEqual({
    ...{ name: 'Player 01', atMs: n.now.wallMs },
    ...{ from: { table: 'Table 2', seat: 3 }, to: { table: 'Table 2', seat: 6 } },
  });
  expect(third).toMatchObject({ name: 'Player 03', to: { table: 'Table 2', seat: 5 } });
  expect(board(n, 'movement').moves.map(({ name }) => name)).toEqual([
    ...['Player 01', 'Player 03', 'Player 02'],
  ]);
  n.undo(n.last('player.moved'));
  n.bust('n3');
  expect(board(n, 'movement').moves).toEqual([
    expect.objectContaining({ name: 'Player 02' }),
    expect.objectContaining({ name: 'Player 01', from, to: { table: 'Table 2', seat: 3 } }),
  ]);
});

test('DSP-2: at most 30 moves are told, of a draw of many as of one', () => {
  const n = running(40);
  n.do({ type: 'drawSeats', everyone: true, fixed: {}, apart: [] });
  expect(board(n, 'movement').moves).toHaveLength(30);
});

test('GDP-1: boards hold no id and nothing of payments, and who was erased has no name', () => {
  const n = running(3);
  for (const kind of BOARDS) {
    const text = JSON.stringify(boardOf(n.state, kind, {}, n.now));
    expect(text).not.toMatch(/entryId|playerId|tableId|"p1"|"n1"|cash|paid|owed/u);
  }
  expect(boardOf(n.state, 'seating', {}, n.now)).toMatchObject({ lines: [{ name: '—' }, {}, {}] });
});

test('a tournament without names or before its first entry has empty boards, and no error', () => {
  const counted = night({ config: config({ mode: 'counters' }) });
  for (const n of [counted, night()])
    for (const kind of BOARDS) expect(boardOf(n.state, kind, {}, n.now).kind).toBe(kind);
  expect(board(counted, 'rankings').lines).toEqual([]);
});
