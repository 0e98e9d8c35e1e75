import type { Json } from '../../kernel/parse.ts';
import type { OperatorRole, PUBLIC_SETTINGS, VenueSettings } from './commands.ts';
import type { VenueState } from './state.ts';

/** An operator as admins see them. */
export type OperatorView = {
  readonly id: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly active: boolean;
};

/** All operators, oldest first, with the names that are kept beside the log. */
export const operatorsView = (
  state: VenueState,
  names: { readonly [operatorId: string]: string },
): readonly OperatorView[] =>
  Object.entries(state.operators).map(([id, { role, active }]) => ({
    ...{ id, role, active },
    name: names[id] ?? '',
  }));

export type VenueView = VenueSettings & { readonly version: number };

/** What anybody may see of the venue, before signing in. */
export type PublicVenue = Pick<VenueSettings, (typeof PUBLIC_SETTINGS)[number]> & {
  /** Where the picture lies, as a path; null where there is none. */
  readonly logo: string | null;
};

export const logoPath = (logo: string | null): string | null =>
  logo === null ? null : `/media/${logo}`;

export const publicView = ({
  name,
  language,
  accent,
  background,
  logo,
}: VenueSettings): PublicVenue => ({
  ...{ name, language, accent, background },
  logo: logoPath(logo),
});

/** One line of the audit trail (SEC-4). */
export type AuditLine = {
  readonly seq: number;
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly type: string;
  readonly stream: string;
  readonly version: number;
  readonly operator: { readonly id: string; readonly name: string };
  /** The sign-in it came from; null for what the leaf did by itself. */
  readonly device: {
    readonly session: string;
    readonly address: string | null;
    readonly userAgent: string | null;
  } | null;
  readonly cause: string | null;
  readonly data: Json;
};
