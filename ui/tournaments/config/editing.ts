import type { Config } from '../../../src/rooms/tournament/commands/config.ts';
import type { Signal } from '../../html.ts';
import { signal } from '../../html.ts';
import type { IssueAt } from '../../issues.ts';

/** Settings as somebody works on them: always valid ones, and the fields that are not at the moment. */
export type Editing = {
  readonly config: Signal<Config>;
  readonly bad: Signal<ReadonlySet<string>>;
  /** What the leaf had against it when it was saved last. */
  readonly refused: Signal<readonly IssueAt[]>;
  /** Where the fields stand in what is sent, for as long as they are shown. */
  readonly fields: Set<string>;
  /** Groups in which something may no longer change, with the reason in words. */
  readonly locks: Readonly<Record<string, string>>;
};

export const editingOf = (config: Config, locks: Editing['locks'] = {}): Editing => ({
  ...{ config: signal(config), bad: signal<ReadonlySet<string>>(new Set()), locks },
  ...{ refused: signal<readonly IssueAt[]>([]), fields: new Set<string>() },
});

export const change = ({ config }: Editing, changes: Partial<Config>): void => {
  config.value = { ...config.value, ...changes };
};

export const mark = ({ bad }: Pick<Editing, 'bad'>, id: string, isBad: boolean): void => {
  if (bad.value.has(id) === isBad) return;
  const next = new Set(bad.value);
  if (isBad) next.add(id);
  else next.delete(id);
  bad.value = next;
};

const KEYS = [
  ...(['name', 'currency', 'description', 'startsAt', 'startPaused', 'mode', 'buyIns'] as const),
  ...(['reEntry', 'rebuys', 'addOns', 'registration', 'noShow', 'placesCount', 'hits'] as const),
  ...(['pool', 'payouts', 'chips', 'warningSeconds', 'seating', 'resumeWithinMs'] as const),
  'pointsForHit',
] as const;

/** The parts that are not as they were: all that the leaf has to be told. */
export const changesOf = (before: Config, after: Config): Partial<Config> =>
  Object.fromEntries(
    KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])).map((key) => [
      key,
      after[key],
    ]),
  );

/** Somebody else's changes under one's own: no part that is being worked on is lost to them. */
export const rebased = (before: Config, after: Config, mine: Config): Config => ({
  ...after,
  ...changesOf(before, mine),
});

/** What a price is made of is never more than it. */
export const partsOver = ({ price, bounty, rakes }: Config['buyIns'][number]): boolean => {
  const taken = rakes.reduce(
    (sum, rake) =>
      sum +
      (rake.kind === 'amount' ? rake.amount : Math.floor((price * rake.basisPoints) / 10_000)),
    0,
  );
  return taken + bounty > price;
};

/** Whether it can be saved as it stands. */
export const isSound = ({ config, bad }: Editing): boolean => {
  const { name, buyIns, rebuys, addOns, chips } = config.value;
  const profiles = [...buyIns, ...rebuys.profiles, ...addOns.profiles];
  return (
    bad.value.size === 0 &&
    name.trim() !== '' &&
    buyIns.length > 0 &&
    profiles.every((one) => one.name.trim() !== '' && !partsOver(one)) &&
    new Set(chips.map(({ value }) => value)).size === chips.length
  );
};
