import type { OperatorRole, VenueSettings } from './commands.ts';

/** Venues that were set up before they could say more than these hold to the defaults. */
type Told = Pick<VenueSettings, 'name' | 'slug' | 'timezone' | 'currency'> & Partial<VenueSettings>;

/** Names and PINs of operators are private: the events name who, and which of them changed. */
export type VenueEvent =
  | { readonly type: 'venue.setUp'; readonly data: Told }
  | { readonly type: 'venue.configured'; readonly data: Told }
  | {
      readonly type: 'operator.added';
      readonly data: { readonly operatorId: string; readonly role: OperatorRole };
    }
  | {
      readonly type: 'operator.roleChanged';
      readonly data: {
        readonly operatorId: string;
        readonly role: OperatorRole;
        readonly before: OperatorRole;
      };
    }
  | { readonly type: 'operator.renamed'; readonly data: { readonly operatorId: string } }
  | { readonly type: 'operator.pinChanged'; readonly data: { readonly operatorId: string } }
  | { readonly type: 'operator.unlocked'; readonly data: { readonly operatorId: string } }
  | { readonly type: 'operator.deactivated'; readonly data: { readonly operatorId: string } }
  | { readonly type: 'operator.reactivated'; readonly data: { readonly operatorId: string } };
