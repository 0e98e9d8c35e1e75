import type { OperatorRole, VenueSettings } from './commands.ts';

/** Venues that were set up before they could say more than these hold to the defaults. */
type Told = Pick<VenueSettings, 'name' | 'slug' | 'timezone' | 'currency'> & Partial<VenueSettings>;

/** Names and PINs of operators are private: the events name who, and which of them changed. */
export type VenueEvent =
  | { readonly type: 'venue.setUp'; readonly data: Told }
  | { readonly type: 'venue.configured'; readonly data: Told }
  /** On another leaf than before, from what the cloud had: nothing after `knownSeq` is known. */
  | {
      readonly type: 'venue.restored';
      readonly data: {
        readonly knownSeq: number;
        /** Wall clock in the last event that is known, ms. */
        readonly knownAt: number;
        readonly series: string;
      };
    }
  /** Somebody has entered again what was lost, or says that nothing was. */
  | { readonly type: 'venue.restoreSettled'; readonly data: { readonly series: string } }
  /** Taken back: something is still to be entered. */
  | { readonly type: 'venue.restoreReopened'; readonly data: { readonly series: string } }
  /** Another release of Felt serves this venue; both by their versions. */
  | {
      readonly type: 'venue.softwareUpdated';
      readonly data: { readonly from: string; readonly to: string };
    }
  /** Back on the release before; `reason` is a code of the machine's, `operator`: by hand. */
  | {
      readonly type: 'venue.softwareRolledBack';
      readonly data: { readonly from: string; readonly to: string; readonly reason: string };
    }
  /** The leaf runs on another board, disk or installation than before (SEC-10). */
  | {
      readonly type: 'venue.machineChanged';
      readonly data: { readonly parts: readonly string[] };
    }
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
