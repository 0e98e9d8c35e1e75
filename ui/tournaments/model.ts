import * as v from 'valibot';
import type { Level } from '../../src/poker/blinds.ts';
import type { ChipSpec } from '../../src/poker/chips.ts';
import type { Template } from '../../src/poker/templates.ts';
import type { Config } from '../../src/rooms/tournament/commands/config.ts';
import { configSchema } from '../../src/rooms/tournament/commands/config.ts';
import type { TemplateBody } from '../../src/rooms/tournament/library/commands.ts';
import { builtIn } from './built-in.ts';

/** A tournament as the list shows it. */
export type Listed = {
  readonly id: string;
  readonly name: string;
  readonly status: 'setup' | 'running' | 'ended';
  readonly currency: string;
  readonly startsAt?: string | null;
  readonly startedAt?: string | null;
  readonly entries?: number;
  readonly remaining?: number;
};

/** A template of the house, as the library keeps it. */
export type Own = { readonly id: string; readonly name: string; readonly body: TemplateBody };

/** What a tournament can be made of: Felt's templates and those of the house, in one shape. */
export type Source = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly hours: Template['hours'] | null;
  readonly startingStack: number;
  readonly chips: readonly ChipSpec[];
  readonly levels: readonly Level[];
  /** Null for Felt's own. */
  readonly body: TemplateBody | null;
};

export const sourcesOf = (own: readonly Own[]): readonly Source[] => [
  ...own.map(({ id, name, body }) => ({
    ...{ id, name, description: body.description, hours: null, body, levels: body.levels },
    ...{ startingStack: body.config.buyIns[0]?.chips ?? 0, chips: body.config.chips },
  })),
  ...builtIn.map((one) => ({ ...one, body: null })),
];

/** Names of prices, as the room will read them, and the level until which entries stay open. */
export type Usual = { readonly buyIn: string; readonly lastLevel: number };

/** A whole configuration out of what a template says, with good defaults for the rest. */
export const configFrom = (
  source: Pick<Source, 'startingStack' | 'chips' | 'body'>,
  given: { readonly name: string; readonly currency: string },
  usual: Usual,
): Config => {
  if (source.body !== null) return { ...source.body.config, name: given.name, startsAt: null };
  const chips = source.startingStack;
  return v.parse(configSchema, {
    ...{ ...given, chips: source.chips, registration: { lastLevel: usual.lastLevel } },
    buyIns: [{ id: 'buyin', name: usual.buyIn, price: 0, chips }],
  });
};

/** The price of the first buy-in; the form's one price. */
export const withPrice = (config: Config, price: number): Config => {
  const [first, ...rest] = config.buyIns;
  return first === undefined ? config : { ...config, buyIns: [{ ...first, price }, ...rest] };
};

/** What goes over from one template to the next: what somebody typed, and nothing of the old one's. */
export const carriedOver = (from: Config, to: Config, price: number | null): Config => {
  const kept = { ...to, name: from.name, startsAt: from.startsAt };
  return price === null ? kept : withPrice(kept, price);
};

/** A tournament's settings and levels as a template keeps them: without its name and its day. */
export const templateBody = (
  config: Config,
  levels: readonly Level[],
  rest: { readonly description: string; readonly tables: TemplateBody['tables'] },
): TemplateBody => {
  const { name: _, startsAt: __, ...lasting } = config;
  const noTime = <T extends { until: number | null }>(part: T): T => ({ ...part, until: null });
  return {
    ...rest,
    levels: [...levels],
    config: {
      ...lasting,
      registration: noTime(lasting.registration),
      rebuys: noTime(lasting.rebuys),
      addOns: noTime(lasting.addOns),
    },
  };
};

/** The same weekday and time of day, as soon as it comes again; by the wall clock, so also across DST. */
export const sameAgain = (thenMs: number, nowMs: number): number => {
  const next = new Date(thenMs);
  while (next.getTime() <= nowMs) next.setDate(next.getDate() + 7);
  return next.getTime();
};
