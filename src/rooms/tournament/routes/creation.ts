import type * as v from 'valibot';
import { streamOf } from '../../../kernel/envelope.ts';
import type { Level } from '../../../poker/blinds.ts';
import { TEMPLATES, templateOf } from '../../../poker/templates.ts';
import type { Shell } from '../../../server/shell.ts';
import { ApiError, parsed } from '../../../server/shell.ts';
import type { CommandOf, Config, createBody } from '../commands.ts';
import { configSchema } from '../commands.ts';
import { libraryItem, libraryItems } from '../library/routes.ts';
import { tournamentState } from '../room.ts';
import type { State, Table } from '../state.ts';
import { isNumbered } from '../state.ts';

type Body = v.InferOutput<typeof createBody>;
type OpenTables = CommandOf<'openTables'>;

/** What a new tournament is made of, before the request has its say. */
type Source = {
  readonly config: Partial<Config>;
  readonly levels?: readonly Level[];
  readonly tables: readonly Omit<OpenTables, 'tableIds' | 'now'>[];
  /** When the one that is copied began: its times of day move with the new start. */
  readonly startsAtMs: number | null;
};

const NOTHING: Source = { config: {}, tables: [], startsAtMs: null };

const missing = (path: string, message: string) =>
  new ApiError('INVALID', 'A tournament needs a template, or levels and a buy-in of its own.', {
    issues: [{ path, message }],
  });

/** What a template leaves to say is its price: free, until a buy-in is configured. */
const seatFor = (chips: number): Config['buyIns'][number] => ({
  ...{ id: 'buyin', name: 'Buy-in', enabled: true, price: 0, rakes: [], chips },
  ...{ points: 0, bounty: 0, mayChange: false },
});

const tableAgain = ({ number, name, seats, blocked, features, place }: Table) => ({
  type: 'openTables' as const,
  // A number of its own comes with opening it.
  ...(isNumbered({ name, number }) ? { word: name.slice(0, name.lastIndexOf(' ')) } : { name }),
  ...{ seats: seats.length, blocked, features, place },
});

const ofTournament = (state: State): Source => ({
  config: { ...state.config, startsAt: null },
  levels: state.levels,
  tables: Object.values(state.tables).map(tableAgain),
  startsAtMs: state.config.startsAt ?? state.startedAtMs,
});

const copied = async (shell: Shell, id: string): Promise<Source> => {
  const tournament = await shell.handle.look(streamOf('tournament', id), (found) => {
    const state = tournamentState(found);
    return state.status === 'none' ? undefined : structuredClone(ofTournament(state));
  });
  if (tournament !== undefined) return tournament;
  const item = await libraryItem(shell, id);
  if (item?.kind !== 'template')
    throw new ApiError('NOT_FOUND', 'There is no such tournament or template.', { copyOf: id });
  const { config, levels, tables } = item.body;
  const opened = tables.map(({ name, seats }) => ({
    ...{ type: 'openTables' as const, seats },
    ...(name === '' ? {} : { name }),
  }));
  return { config, levels, tables: opened, startsAtMs: null };
};

const sourceOf = async (shell: Shell, { copyOf, template }: Body): Promise<Source> => {
  if (copyOf !== undefined) return copied(shell, copyOf);
  const base = template === undefined ? undefined : templateOf(template);
  if (base === undefined) return NOTHING;
  const config = { buyIns: [seatFor(base.startingStack)], chips: [...base.chips] };
  return { ...NOTHING, config, levels: base.levels };
};

/** A closing time stays as long after the start; without both starts it is nobody's any more. */
const moved = (untilMs: number | null | undefined, byMs: number | null): number | null =>
  untilMs == null || byMs === null ? null : untilMs + byMs;

const withTimes = ({ config, startsAtMs }: Source, startsAt: number | null): Partial<Config> => {
  const byMs = startsAtMs === null || startsAt === null ? null : startsAt - startsAtMs;
  const { registration, rebuys, addOns } = config;
  return {
    ...config,
    ...(registration && {
      registration: { ...registration, until: moved(registration.until, byMs) },
    }),
    ...(rebuys && { rebuys: { ...rebuys, until: moved(rebuys.until, byMs) } }),
    ...(addOns && { addOns: { ...addOns, until: moved(addOns.until, byMs) } }),
  };
};

/** What the request itself says; no price and no chip is nothing said. */
const givenBy = ({ copyOf: _, template: __, levels: ___, ...fields }: Body): Partial<Config> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([key, value]) =>
        value !== undefined &&
        !((key === 'buyIns' || key === 'chips') && Array.isArray(value) && value.length === 0),
    ),
  );

/**
 * Settings, levels and tables of a tournament to be made: the request's own go before what it copies.
 * @throws ApiError NOT_FOUND (404), INVALID (422) where something is missing.
 */
export const creationOf = async (shell: Shell, body: Body) => {
  const source = await sourceOf(shell, body);
  const given = givenBy(body);
  const levels = body.levels ?? source.levels;
  if (levels === undefined) throw missing('levels', 'is missing, and so is template');
  const currency = given.currency ?? source.config.currency ?? shell.auth.venue()?.currency;
  if (currency === undefined) throw missing('currency', 'is missing, and the venue names none');
  const fields = { ...withTimes(source, given.startsAt ?? null), ...given, currency };
  if (fields.buyIns === undefined) throw missing('buyIns', 'is missing, and so is template');
  // A copied time of day can be moved out of all calendars.
  const config: Config = parsed(configSchema, fields);
  const tables = config.mode === 'counters' ? [] : source.tables;
  const now = shell.now();
  return {
    config,
    levels: [...levels],
    tables: tables.map((table) => ({ ...table, tableIds: [shell.newId()], now })),
  };
};

/** Felt's own templates, then those of the house in the same shape. */
export const templatesOf = async (shell: Shell) => {
  const own = await libraryItems(shell, 'template');
  return [
    ...TEMPLATES,
    ...own.flatMap(({ id, name, kind, body }) =>
      kind === 'template'
        ? [
            {
              ...{ id, name, description: body.description, own: true, hours: null },
              startingStack: body.config.buyIns[0]?.chips ?? 0,
              ...{ chips: body.config.chips, levels: body.levels },
            },
          ]
        : [],
    ),
  ];
};
