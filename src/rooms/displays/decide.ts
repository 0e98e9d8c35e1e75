import type { Refusal } from '../../kernel/decider.ts';
import { refuse } from '../../kernel/decider.ts';
import type { Command, RefusalCode } from './commands.ts';
import { announce, announcementDue, endAnnouncement } from './decide/announce.ts';
import { ended, endOverride, override, overrideDue } from './decide/override.ts';
import type { DisplayEvent } from './events.ts';
import type { Display, State } from './state.ts';
import { displayOf, isKnown } from './state.ts';

type Answer = readonly DisplayEvent[] | Refusal<RefusalCode>;
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** More screens than any room has; a slip in a script shall not fill the log. */
const MOST = 500;

const tooMany = (state: State, nodeId: string): Refusal<RefusalCode> | null =>
  !isKnown(state, nodeId) && Object.keys(state.displays).length >= MOST
    ? refuse('TOO_MANY_DISPLAYS', { most: MOST })
    : null;

type Names = Omit<Of<'set'>, 'type' | 'nodeId'>;

const named = (before: Display, wish: Names): readonly DisplayEvent[] => {
  const { nodeId } = before;
  const { name = before.name, group = before.group } = wish;
  if (name === before.name && group === before.group) return [];
  return [{ type: 'display.named', data: { nodeId, name, group } }];
};

const assigned = (before: Display, wish: Names): readonly DisplayEvent[] => {
  const { nodeId } = before;
  const { tournamentId = before.tournamentId, view = before.view, theme = before.theme } = wish;
  const isSame =
    tournamentId === before.tournamentId && view === before.view && theme === before.theme;
  return isSame ? [] : [{ type: 'display.assigned', data: { nodeId, tournamentId, view, theme } }];
};

const configured = (before: Display, wish: Names): readonly DisplayEvent[] => {
  const { nodeId } = before;
  const { language = before.language, locked = before.locked, sound = before.sound } = wish;
  const isSame = language === before.language && locked === before.locked && sound === before.sound;
  return isSame ? [] : [{ type: 'display.configured', data: { nodeId, language, locked, sound } }];
};

const set = (state: State, { nodeId, ...wish }: Of<'set'>): Answer => {
  const before = displayOf(state, nodeId);
  return (
    tooMany(state, nodeId) ?? [
      ...named(before, wish),
      ...assigned(before, wish),
      ...configured(before, wish),
    ]
  );
};

/** Of two who read the same code, one has it: a screen that is known shows none. */
const claim = (state: State, { nodeId, ...wish }: Of<'claim'>): Answer => {
  if (nodeId === null || isKnown(state, nodeId)) return refuse('NO_SUCH_CODE');
  const before = displayOf(state, nodeId);
  return (
    tooMany(state, nodeId) ?? [
      { type: 'display.claimed', data: { nodeId } },
      ...named(before, wish),
      ...assigned(before, wish),
    ]
  );
};

const setPlaylist = (state: State, command: Of<'setPlaylist'>): Answer => {
  const { nodeId } = command;
  const before = displayOf(state, nodeId);
  const { cycle = before.cycle, onBust = before.onBust } = command;
  const isSame = JSON.stringify([cycle, onBust]) === JSON.stringify([before.cycle, before.onBust]);
  if (isSame) return [];
  return tooMany(state, nodeId) ?? [{ type: 'playlist.changed', data: { nodeId, cycle, onBust } }];
};

/** Screens of a tournament that is no more have nothing to show; the lobby is still the lobby. */
const release = (state: State, { tournamentId }: Of<'release'>): Answer => {
  const all = Object.values(state.displays);
  const over = all.filter(({ override: one }) => one?.tournamentId === tournamentId);
  return [
    ...all
      .filter((display) => display.tournamentId === tournamentId)
      .flatMap((display) => assigned(display, { tournamentId: null })),
    ...ended(over),
  ];
};

/** What screens are called and show, and what is said over them; nothing happens where it is so already. */
export const decide = (state: State, command: Command): Answer => {
  switch (command.type) {
    case 'set':
      return set(state, command);
    case 'claim':
      return claim(state, command);
    case 'setPlaylist':
      return setPlaylist(state, command);
    case 'remove':
      return isKnown(state, command.nodeId)
        ? [{ type: 'display.removed', data: { nodeId: command.nodeId } }]
        : refuse('NOT_FOUND', { nodeId: command.nodeId });
    case 'release':
      return release(state, command);
    case 'override':
      return override(state, command);
    case 'endOverride':
      return endOverride(state, command);
    case 'overrideDue':
      return overrideDue(state, command);
    case 'announce':
      return announce(state, command);
    case 'endAnnouncement':
      return endAnnouncement(state, command);
    case 'announcementDue':
      return announcementDue(state, command);
    default:
      throw new Error(`no such command: ${(command satisfies never as Command).type}`);
  }
};
