import type { Field } from '../../rooms/players/events.ts';
import { profileOf } from '../../rooms/players/room.ts';
import type { Desk, Plan, Values, Words } from '../../rooms/requests/commands.ts';
import type { Request } from '../../rooms/requests/state.ts';
import { settingValues, valueText } from '../../rooms/requests/views.ts';
import { isOpen } from '../../rooms/tournament/decide/entries.ts';
import { tournamentState } from '../../rooms/tournament/room.ts';
import type { State } from '../../rooms/tournament/state.ts';
import { profileSidePlan, profileSides } from './profile.ts';
import { playingId, tournamentStream } from './registration.ts';
import { settingsSidePlan } from './settings.ts';
import type { House } from './step.ts';

const NOTHING: Plan = { orders: [], rows: [] };

type Names = { readonly firstName: string; readonly lastName: string; readonly nickname: string };

/** Whom the person at the desk looks for: the whole name, and how the boards call them. */
const fullName = ({ firstName, lastName, nickname }: Names): string => {
  const name = `${firstName} ${lastName}`.trim();
  return name === '' ? nickname : nickname === '' ? name : `${name} (${nickname})`;
};

/** A cell of a profile's history as a person reads it. */
const cellText = (field: Field, cell: string): string => {
  if (cell === '' || (field !== 'tags' && field !== 'custom')) return cell;
  const content: unknown = JSON.parse(cell);
  if (Array.isArray(content)) return content.map(String).join(', ');
  const pairs = Object.entries(content ?? {}).map(([key, value]) => `${key}: ${valueText(value)}`);
  return pairs.join(' · ');
};

/** What the rest of the leaf has to say about the core's orders, and to do about the decisions. */
export const createDesk = (house: House): Desk => {
  const look = <T>(request: Request, use: (state: State) => T): Promise<T> =>
    house.handle.look(tournamentStream(request.about.tournamentId ?? ''), (found) =>
      use(tournamentState(found)),
    );

  const playerOf = async ({ about: { playerId } }: Request): Promise<Words['player']> => {
    if (playerId === null) return null;
    const profile = await profileOf(house.log, await house.players.resolve(playerId));
    return profile === null ? null : { id: profile.id, name: fullName(profile) };
  };

  const eventOf = (request: Request): Promise<Omit<Words, 'player' | 'values'>> => {
    const none = { tournament: null, prices: [], currency: null, isClosed: false, isGone: false };
    const { tournamentId: id } = request.about;
    if (id === null) return Promise.resolve(none);
    return look(request, (state) => {
      const { status, config, entries } = state;
      if (status === 'none') return none;
      const prices = status === 'ended' ? [] : config.buyIns.filter(({ enabled }) => enabled);
      return {
        tournament: { id, name: config.name, status },
        prices: prices.map((one) => ({ id: one.id, name: one.name, price: one.price })),
        currency: config.currency,
        isClosed: !isOpen(state, house.now().wallMs),
        isGone: request.entryId !== null && entries[request.entryId] === undefined,
      };
    });
  };

  const valuesOf = async (request: Request): Promise<readonly Values[]> => {
    if (request.kind !== 'profile') return settingValues(request);
    return (await profileSides(house, request)).map(({ field, ours, theirs }) => ({
      ...{ field, ours: cellText(field, ours), theirs: cellText(field, theirs) },
    }));
  };

  const sidePlan = (request: Request, side: 'ours' | 'theirs', by: string): Promise<Plan> =>
    request.kind === 'profile'
      ? profileSidePlan(house, request, side, by)
      : settingsSidePlan(house, request, side);

  /** The entry goes as the desk takes one back; one that is gone already needs nothing. */
  const withdraw = (request: Request): Promise<Plan> =>
    look(request, ({ entries }) => {
      const entry = entries[request.entryId ?? ''];
      if (entry === undefined) return NOTHING;
      const [seed, now] = [house.newSeed(), house.now()];
      const command = { type: 'undo', eventId: entry.boughtIn, reason: '', seed, now };
      return {
        orders: [{ stream: tournamentStream(request.about.tournamentId ?? ''), command }],
        rows: [],
      };
    });

  return {
    words: async (request) => ({
      ...(await eventOf(request)),
      player: await playerOf(request),
      values: await valuesOf(request),
    }),
    accept: async (request, entryId, body) => {
      const { playerId, tournamentId } = request.about;
      if (playerId === null || tournamentId === null) return NOTHING;
      const ids = await house.players.ids(playerId);
      const known = await look(request, (state) => playingId(state, ids, ids[0] ?? playerId));
      const [seed, now] = [house.newSeed(), house.now()];
      const command = { type: 'buyIn', ...body, playerId: known, entryId, seed, now };
      return { orders: [{ stream: tournamentStream(tournamentId), command }], rows: [] };
    },
    settle: async (request, side, by) =>
      side === request.stands ? NOTHING : sidePlan(request, side, by),
    undo: async (request, by) => {
      const { status, side, stands } = request;
      if (status === 'accepted') return withdraw(request);
      const isTurned = status === 'settled' && stands !== null && side !== stands;
      return isTurned ? sidePlan(request, stands, by) : NOTHING;
    },
  };
};
