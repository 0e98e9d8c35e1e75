import type { Refusal } from '../../../kernel/decider.ts';
import { refuse } from '../../../kernel/decider.ts';
import type { Command, RefusalCode } from '../commands.ts';
import type { DisplayEvent } from '../events.ts';
import type { Display, State } from '../state.ts';
import { inSeconds, isKnown, msLeft } from '../state.ts';

type Answer = readonly DisplayEvent[] | Refusal<RefusalCode>;
type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;
type Target = Pick<Of<'endOverride'>, 'nodeIds' | 'group'>;

/** Every known screen that a target means; without any word: all. */
const meant = (state: State, { nodeIds, group }: Target): readonly Display[] =>
  Object.values(state.displays).filter(
    (display) =>
      (nodeIds?.includes(display.nodeId) ?? true) && (group ?? display.group) === display.group,
  );

const unknown = (state: State, { nodeIds }: Target): Refusal<RefusalCode> | null => {
  const nodeId = nodeIds?.find((one) => !isKnown(state, one));
  return nodeId === undefined ? null : refuse('NOT_FOUND', { nodeId });
};

const idsOf = (displays: readonly Display[]): readonly string[] =>
  displays.map(({ nodeId }) => nodeId);

/** All or some screens show something else for a while (DSP-4); locked ones are left alone. */
export const override = (state: State, command: Of<'override'>): Answer => {
  const { overrideId, view, tournamentId, seconds, now } = command;
  const refusal = unknown(state, command);
  if (refusal !== null) return refusal;
  const nodeIds = idsOf(meant(state, command).filter(({ locked }) => !locked));
  if (nodeIds.length === 0) return refuse('NO_DISPLAYS');
  const until = seconds === null ? null : inSeconds(now, seconds);
  return [{ type: 'override.started', data: { overrideId, nodeIds, view, tournamentId, until } }];
};

/** The fact that no override is on these any more; none where there are none of them. */
export const ended = (displays: readonly Display[]): readonly DisplayEvent[] =>
  displays.length === 0 ? [] : [{ type: 'override.ended', data: { nodeIds: idsOf(displays) } }];

export const endOverride = (state: State, command: Of<'endOverride'>): Answer =>
  unknown(state, command) ??
  ended(meant(state, command).filter((display) => display.override !== null));

/** Its time is over, on the screens that did not get another one meanwhile. */
export const overrideDue = (state: State, { overrideId, now }: Of<'overrideDue'>): Answer =>
  ended(
    Object.values(state.displays).filter(
      ({ override: over }) =>
        over?.id === overrideId && over.until !== null && msLeft(over.until, now) <= 0,
    ),
  );
