import { expect, test } from 'bun:test';
import type { Now } from '../../../src/kernel/time.ts';
import type { DisplayEvent } from '../../../src/rooms/displays/events.ts';
import { displays } from '../../../src/rooms/displays/room.ts';
import { dueNow } from '../../../src/rooms/displays/views.ts';
import { given, recordedFrom } from '../../given.ts';

const NOW: Now = { wallMs: 1_000_000, bootMs: 50_000, bootId: 'boot' };
const after = (seconds: number): Now => ({
  ...{ wallMs: NOW.wallMs + seconds * 1_000, bootMs: NOW.bootMs + seconds * 1_000, bootId: 'boot' },
});

const named = (nodeId: string, group = ''): DisplayEvent => ({
  ...{ type: 'display.named', data: { nodeId, name: nodeId, group } },
});
const configured = (nodeId: string, over: object = {}): DisplayEvent => ({
  type: 'display.configured',
  data: { nodeId, language: null, locked: false, sound: false, ...over },
});
const overridden = (nodeIds: string[], seconds: number | null = 60, id = 'o1'): DisplayEvent => ({
  type: 'override.started',
  data: {
    ...{ overrideId: id, nodeIds, view: 'rankings', tournamentId: null },
    until: seconds === null ? null : after(seconds),
  },
});
const said = (announcementId: string, seconds = 60): DisplayEvent => ({
  type: 'announcement.made',
  data: {
    ...{ announcementId, text: 'Dinner', seconds, until: after(seconds), sound: true },
    ...{ phones: true, nodeIds: null, group: null, tournamentId: null },
  },
});
const override = { type: 'override', overrideId: 'o1', now: NOW, tournamentId: null } as const;

test('DSP-12: language, lock and sound are one fact, told only where one of them changes', () => {
  given(displays, [named('a')])
    .when({ type: 'set', nodeId: 'a', sound: true, language: 'da' })
    .then(configured('a', { sound: true, language: 'da' }));
  given(displays, [configured('a', { language: 'da' })])
    .when({ type: 'set', nodeId: 'a', language: null, locked: false })
    .then(configured('a'));
  given(displays, [configured('a', { locked: true })])
    .when({ type: 'set', nodeId: 'a', locked: true })
    .then();
});

test('DSP-4: a playlist is one fact; what is left out of the order stays', () => {
  const cycle = [
    { view: 'clock', seconds: 60 },
    { view: 'rankings', seconds: 20 },
  ] as const;
  const onBust = { view: 'rankings', seconds: 20 } as const;
  const changed: DisplayEvent = { type: 'playlist.changed', data: { nodeId: 'a', cycle, onBust } };
  given(displays, [])
    .when({ type: 'setPlaylist', nodeId: 'a', cycle: [...cycle], onBust })
    .then(changed);
  given(displays, [changed])
    .when({ type: 'setPlaylist', nodeId: 'a', cycle: [] })
    .then({ type: 'playlist.changed', data: { nodeId: 'a', cycle: [], onBust } });
  given(displays, [changed]).when({ type: 'setPlaylist', nodeId: 'a', onBust }).then();
});

test('DSP-4: an override is for all, a group or named screens, never for locked ones', () => {
  const past = [
    named('a', 'bar'),
    named('b', 'bar'),
    named('c'),
    configured('b', { locked: true }),
  ];
  const wish = { ...override, view: 'rankings', seconds: 60 } as const;
  given(displays, past)
    .when(wish)
    .then(overridden(['a', 'c']));
  given(displays, past)
    .when({ ...wish, group: 'bar' })
    .then(overridden(['a']));
  given(displays, past)
    .when({ ...wish, nodeIds: ['b', 'c'] })
    .then(overridden(['c']));
  given(displays, past)
    .when({ ...wish, seconds: null })
    .then(overridden(['a', 'c'], null));
  given(displays, past)
    .when({ ...wish, nodeIds: ['b'] })
    .refused('NO_DISPLAYS');
  given(displays, past)
    .when({ ...wish, group: 'stage' })
    .refused('NO_DISPLAYS');
  given(displays, past)
    .when({ ...wish, nodeIds: ['a', 'x'] })
    .refused('NOT_FOUND');
  given(displays, []).when(wish).refused('NO_DISPLAYS');
});

test('DSP-4: it is ended by hand, by its time and by locking; nothing ends twice', () => {
  const past = [named('a'), named('b'), overridden(['a', 'b'])];
  const ended = (...nodeIds: string[]): DisplayEvent => ({
    ...{ type: 'override.ended', data: { nodeIds } },
  });
  const due = { type: 'overrideDue', overrideId: 'o1', now: after(60) } as const;
  given(displays, past).when({ type: 'endOverride' }).then(ended('a', 'b'));
  given(displays, past)
    .when({ type: 'endOverride', nodeIds: ['b'] })
    .then(ended('b'));
  given(displays, past)
    .when({ type: 'endOverride', nodeIds: ['x'] })
    .refused('NOT_FOUND');
  given(displays, past).when(due).then(ended('a', 'b'));
  given(displays, past)
    .when({ ...due, now: after(59) })
    .then();
  given(displays, [...past, ended('a', 'b')])
    .when(due)
    .then();
  given(displays, [...past, ended('a', 'b')])
    .when({ type: 'endOverride' })
    .then();
  given(displays, [...past, overridden(['a'], 90, 'o2')])
    .when(due)
    .then(ended('b'));
  given(displays, [...past, configured('a', { locked: true })])
    .when(due)
    .then(ended('b'));
  given(displays, [named('a'), overridden(['a'], null)])
    .when(due)
    .then();
});

test('DSP-9: claiming makes a screen known, also without a name, and gives it what was asked', () => {
  const claimed: DisplayEvent = { type: 'display.claimed', data: { nodeId: 'tv' } };
  given(displays, []).when({ type: 'claim', nodeId: 'tv' }).then(claimed);
  given(displays, [])
    .when({ type: 'claim', nodeId: 'tv', name: 'Bar', tournamentId: 't1', view: 'seating' })
    .then(
      claimed,
      { type: 'display.named', data: { nodeId: 'tv', name: 'Bar', group: '' } },
      {
        type: 'display.assigned',
        data: { nodeId: 'tv', tournamentId: 't1', view: 'seating', theme: 'dark' },
      },
    );
  given(displays, [claimed])
    .when({ type: 'claim', nodeId: 'tv', name: 'Stage' })
    .refused('NO_SUCH_CODE');
  given(displays, []).when({ type: 'claim', nodeId: null }).refused('NO_SUCH_CODE');
});

test('DSP-1: a tournament that was taken back is let go by its screens and overrides, and by no other', () => {
  const on = (nodeId: string, tournamentId: string): DisplayEvent => ({
    type: 'display.assigned',
    data: { nodeId, tournamentId, view: 'rankings', theme: 'light' },
  });
  const over: DisplayEvent = {
    type: 'override.started',
    data: { overrideId: 'o', nodeIds: ['b'], view: 'clock', tournamentId: 't1', until: null },
  };
  given(displays, [on('a', 't1'), on('b', 't2'), over])
    .when({ type: 'release', tournamentId: 't1' })
    .then(
      {
        type: 'display.assigned',
        data: { nodeId: 'a', tournamentId: null, view: 'rankings', theme: 'light' },
      },
      { type: 'override.ended', data: { nodeIds: ['b'] } },
    );
  given(displays, [on('a', 't1')])
    .when({ type: 'release', tournamentId: 't3' })
    .then();
});

test('DSP-10: an announcement is logged with its words, ends by hand or by its time, and 20 are enough', () => {
  const { type, ...wish } = { type: 'announce', text: 'Dinner', seconds: 60 } as const;
  const order = {
    type,
    ...wish,
    sound: true,
    phones: true,
    now: NOW,
    announcementId: 'a1',
  } as const;
  const ended: DisplayEvent = { type: 'announcement.ended', data: { announcementId: 'a1' } };
  given(displays, []).when(order).then(said('a1'));
  given(displays, [said('a1')])
    .when({ type: 'endAnnouncement', announcementId: 'a1' })
    .then(ended);
  given(displays, [said('a1'), ended])
    .when({ type: 'endAnnouncement', announcementId: 'a1' })
    .then();
  const due = { type: 'announcementDue', announcementId: 'a1', now: after(60) } as const;
  given(displays, [said('a1')])
    .when(due)
    .then(ended);
  given(displays, [said('a1', 61)])
    .when(due)
    .then();
  const many = Array.from({ length: 20 }, (_, i) => said(`m${i}`));
  given(displays, many).when(order).refused('TOO_MANY_ANNOUNCEMENTS');
  given(displays, [...many.slice(1), said('m0', -1)])
    .when(order)
    .then(said('a1'));
});

test('DSP-4: what is due is asked once for each override, by boot time, and by the wall after a reboot', () => {
  const past = [named('a'), named('b'), overridden(['a', 'b'], 60), said('a1', 30)];
  const state = recordedFrom(past).reduce(displays.evolve, displays.initial());
  const causes = (now: Now) => dueNow(state, now).map(({ cause }) => cause);
  expect(causes(after(29))).toEqual([]);
  expect(causes(after(60))).toEqual(['override:o1', 'announcement:a1']);
  expect(causes({ ...after(29), wallMs: 9e12 })).toEqual([]);
  expect(causes({ wallMs: after(45).wallMs, bootMs: 1, bootId: 'next' })).toEqual([
    'announcement:a1',
  ]);
});
