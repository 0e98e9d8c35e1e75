import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { Command, RefusalCode } from '../commands.ts';
import type { DisplayEvent } from '../events.ts';
import type { State } from '../state.ts';
import { inSeconds, msLeft } from '../state.ts';

type Answer = readonly DisplayEvent[] | Refusal<RefusalCode>;
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** Running at once; nobody reads more. */
const MOST = 20;

/** Says something on screens and phones (DSP-10). */
export const announce = (state: State, command: Of<'announce'>): Answer => {
  const { announcementId, text, seconds, sound, phones, now } = command;
  const { nodeIds = null, group = null, tournamentId = null } = command;
  const running = Object.values(state.announcements);
  if (running.filter(({ until }) => msLeft(until, now) > 0).length >= MOST)
    return refuse('TOO_MANY_ANNOUNCEMENTS', { most: MOST });
  const until = inSeconds(now, seconds);
  const said = { announcementId, text, seconds, until, sound, phones };
  return [{ type: 'announcement.made', data: { ...said, nodeIds, group, tournamentId } }];
};

/** Takes it down before its time; nothing happens where it is over already. */
export const endAnnouncement = (state: State, { announcementId }: Of<'endAnnouncement'>): Answer =>
  state.announcements[announcementId] === undefined
    ? []
    : [{ type: 'announcement.ended', data: { announcementId } }];

/** Its time is over. */
export const announcementDue = (
  state: State,
  { announcementId, now }: Of<'announcementDue'>,
): Answer => {
  const made = state.announcements[announcementId];
  if (made === undefined || msLeft(made.until, now) > 0) return [];
  return [{ type: 'announcement.ended', data: { announcementId } }];
};
