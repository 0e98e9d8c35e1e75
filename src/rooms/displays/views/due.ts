import type { Now } from '../../../kernel/time.ts';
import type { Command } from '../commands.ts';
import type { State } from '../state.ts';
import { msLeft } from '../state.ts';

/** A command that time itself gives. */
export type Due = {
  readonly command: Extract<Command, { type: 'overrideDue' | 'announcementDue' }>;
  /** What it follows from, for the log. */
  readonly cause: string;
};

/** Overrides and announcements whose time is over, each once. */
export const dueNow = (state: State, now: Now): readonly Due[] => {
  const overrides = Object.values(state.displays).flatMap(({ override }) =>
    override?.until && msLeft(override.until, now) <= 0 ? [override.id] : [],
  );
  const said = Object.values(state.announcements).flatMap(({ announcementId, until }) =>
    msLeft(until, now) <= 0 ? [announcementId] : [],
  );
  return [
    ...[...new Set(overrides)].map(
      (overrideId): Due => ({
        command: { type: 'overrideDue', overrideId, now },
        cause: `override:${overrideId}`,
      }),
    ),
    ...said.map(
      (announcementId): Due => ({
        command: { type: 'announcementDue', announcementId, now },
        cause: `announcement:${announcementId}`,
      }),
    ),
  ];
};
