import { isRefusal } from '../../kernel/decider.ts';
import { streamOf } from '../../kernel/envelope.ts';
import { profileOf } from '../../rooms/players/room.ts';
import type { Plan } from '../../rooms/requests/commands.ts';
import type { About } from '../../rooms/requests/events.ts';
import type { CommandOf } from '../../rooms/tournament/commands.ts';
import { tournament, tournamentState } from '../../rooms/tournament/room.ts';
import type { State } from '../../rooms/tournament/state.ts';
import type { OrderBody } from '../../sync/orders.ts';
import { addPlan } from './profile.ts';
import type { House, Step } from './step.ts';
import { only, refused } from './step.ts';

export const tournamentStream = (tournamentId: string): string =>
  streamOf(tournament.name, tournamentId);

/** The id under which a person plays here, who may have been merged since. */
export const playingId = (state: State, ids: readonly string[], asked: string): string =>
  ids.find((id) => state.byPlayer[id] !== undefined) ?? asked;

type Entering = Omit<CommandOf<'buyIn'>, 'playerId' | 'type'>;

/** Unpaid: what the desk takes for it comes with the person. */
const entering = (house: House): Entering => ({
  ...{ entryId: house.newId(), seed: house.newSeed(), now: house.now() },
  payment: { method: 'online', paid: 0 },
});

/** What the rules say to this entry now, without anything coming of it. */
const asked = (house: House, tournamentId: string, ids: readonly string[], entry: Entering) =>
  house.handle.look(tournamentStream(tournamentId), (found, version) => {
    const state = tournamentState(found);
    const playerId = playingId(state, ids, ids[0] ?? '');
    const command = { type: 'buyIn' as const, ...entry, playerId };
    const answer = tournament.decide(state, command);
    const code = isRefusal(answer) ? answer.refused : null;
    return { command, code, version, status: state.status };
  });

/** Who is meant; somebody whom only the core knew is added. */
const personOf = async (
  house: House,
  { playerId, profile }: OrderBody<'registration'>,
): Promise<Plan | { readonly code: string }> => {
  const survivor = await house.players.resolve(playerId);
  if ((await profileOf(house.log, survivor)) !== null) return { orders: [], rows: [] };
  return profile === undefined ? { code: 'NO_SUCH_PLAYER' } : addPlan(house, playerId, profile);
};

/**
 * Before the start a registration is an entry, where the rules let it in. While a tournament runs
 * nothing of the core's goes into it: an operator decides (SYN-2).
 */
export const registrationStep = async (
  house: House,
  body: OrderBody<'registration'>,
): Promise<Step> => {
  const { registrationId, tournamentId, playerId } = body;
  const about: About = { registrationId, tournamentId, playerId };
  const person = await personOf(house, body);
  if ('code' in person) return refused(about, person.code);
  const entry = entering(house);
  const ids = await house.players.ids(playerId);
  const { command, code, version, status } = await asked(house, tournamentId, ids, entry);
  if (code !== null) return refused(about, code);
  const { orders, rows } = person;
  if (status === 'running') return { ...only(about, { verdict: 'waiting' }), orders, rows };
  const stream = tournamentStream(tournamentId);
  return {
    // Only while it has not started.
    orders: [...orders, { stream, command, ifVersion: version }],
    ...{ rows, about, verdict: { verdict: 'accepted', entryId: entry.entryId } },
  };
};
