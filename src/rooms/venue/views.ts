import type { Json } from '../../kernel/parse.ts';
import type { OperatorRole, VenueSettings } from './commands.ts';
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
