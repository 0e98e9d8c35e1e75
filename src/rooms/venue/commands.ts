import * as v from 'valibot';
import { LANGUAGES } from '../../kernel/language.ts';
import { id, text } from '../../kernel/parse.ts';
import { colorSchema } from '../../poker/chips.ts';
import { weaknessOf } from './pins.ts';

/** Who may do what, from most to least. */
export const OPERATOR_ROLES = ['admin', 'floor', 'viewer'] as const;
export type OperatorRole = (typeof OPERATOR_ROLES)[number];

const isTimezone = (zone: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
};

export const settings = {
  name: text(80, 1),
  /** The venue's part of addresses, such as `grand-casino`. */
  slug: v.pipe(
    v.string(),
    v.regex(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u, 'must be a-z, 0-9 and - only, at most 63'),
  ),
  timezone: v.pipe(
    v.string(),
    // Offsets such as +02:00 know no summer time.
    v.regex(/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/u, 'must be a time zone such as Europe/Berlin'),
    v.check(isTimezone, 'is no time zone known here'),
  ),
  currency: v.pipe(
    v.string(),
    v.regex(/^[A-Z]{3}$/u, 'must be an ISO 4217 code such as EUR'),
    v.check((code) => Intl.supportedValuesOf('currency').includes(code), 'is no ISO 4217 currency'),
  ),
};

/** What a venue may say of itself later on; until it does, `VENUE_DEFAULTS` hold. */
const extras = {
  /** Of its screens, and of whoever did not choose another. */
  language: v.picklist(LANGUAGES),
  /** Where players reach the venue from anywhere, without a slash at the end (ACC-5). */
  publicUrl: v.nullable(
    v.pipe(text(200), v.regex(/^https?:\/\/[^\s/?#]+$/u, 'must be like https://club.example')),
  ),
  /** The guests' Wi-Fi, which the screens tell everybody; null where there is none. */
  wifi: v.nullable(v.strictObject({ ssid: text(32, 1), password: text(63) })),
  /** Colours in place of the theme's; the theme keeps the contrast (DSP-5). */
  accent: v.nullable(colorSchema),
  background: v.nullable(colorSchema),
  /** Id of the picture that stands for the venue. */
  logo: v.nullable(id),
};
const full = v.strictObject({ ...settings, ...extras });
export type VenueSettings = v.InferOutput<typeof full>;

/** What a venue has that never changed any of it. */
export const VENUE_DEFAULTS = {
  ...{ language: 'en', publicUrl: null, wifi: null, accent: null, background: null, logo: null },
} as const satisfies Partial<VenueSettings>;

const role = v.picklist(OPERATOR_ROLES);
const operatorName = text(80, 1);

/** Six digits, as they are given when signing in. */
const givenPin = v.pipe(v.string(), v.regex(/^\d{6}$/u, 'must be six digits'));

/** A PIN that somebody chooses. */
export const newPin = v.pipe(
  givenPin,
  v.rawCheck(({ dataset, addIssue }) => {
    const weakness = dataset.typed ? weaknessOf(dataset.value) : null;
    if (weakness !== null) addIssue({ message: weakness });
  }),
);

export const setupBody = v.strictObject({
  venue: v.strictObject({ ...settings, language: v.optional(extras.language, 'en') }),
  admin: v.strictObject({ name: operatorName, pin: newPin }),
  /** Address of a core and its one-time code, together: joins the cloud first. */
  core: v.optional(text(300, 1)),
  code: v.optional(text(40, 1)),
});

/** Under which an operator is found when signing in: spelling and case do not matter. */
export const nameKey = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** What is left out stays as it is. A logo comes and goes with its bytes, by a route of its own. */
export const venueBody = v.partial(v.omit(full, ['logo']));

/** What the venue shows to everybody, signed in or not. */
export const PUBLIC_SETTINGS = ['name', 'language', 'accent', 'background'] as const;
/** The whole of the settings, as `GET /venue` answers them. */
export const venueEntries = full.entries;

export const operatorBody = v.strictObject({ name: operatorName, role, pin: newPin });

export const changeOperatorBody = v.partial(
  v.strictObject({
    name: operatorName,
    role,
    active: v.boolean(),
    pin: newPin,
    /** After ten wrong PINs in a row: lets the operator try again. */
    unlock: v.literal(true),
  }),
);

export const loginBody = v.strictObject({ operator: operatorName, pin: givenPin });

/** Which of an operator's private fields come anew in the rows beside the command. */
type Changed = {
  readonly role?: OperatorRole | undefined;
  readonly active?: boolean | undefined;
  readonly named?: boolean;
  readonly pinned?: boolean;
  readonly unlocked?: boolean;
};

/** Settings as they shall be; what is left out stays. */
export type VenueChange = { readonly [K in keyof VenueSettings]?: VenueSettings[K] | undefined };

export type VenueCommand =
  | {
      readonly type: 'setUp';
      readonly venue: v.InferOutput<typeof setupBody>['venue'];
      readonly operatorId: string;
    }
  | { readonly type: 'configure'; readonly venue: VenueChange }
  | {
      readonly type: 'restore';
      readonly knownSeq: number;
      readonly knownAt: number;
      readonly series: string;
    }
  | { readonly type: 'settleRestore' | 'reopenRestore' }
  | {
      readonly type: 'noteSoftware';
      readonly from: string;
      readonly to: string;
      /** Why it is the older one again; null: it is a newer one. */
      readonly reason: string | null;
    }
  /** Parts that are others than before: `board`, `disk`, `system`. */
  | { readonly type: 'noteMachine'; readonly parts: readonly string[] }
  | { readonly type: 'addOperator'; readonly operatorId: string; readonly role: OperatorRole }
  | ({ readonly type: 'changeOperator'; readonly operatorId: string } & Changed);

export const VENUE_REFUSALS = [
  'NOT_SET_UP',
  'ALREADY_SET_UP',
  'NO_SUCH_OPERATOR',
  'LAST_ADMIN',
] as const;
export type VenueRefusal = (typeof VENUE_REFUSALS)[number];
