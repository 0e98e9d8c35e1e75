import type { Committed } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import type { Checkpointing } from '../../sync/checkpoints/checkpointing.ts';
import { createCheckpointing } from '../../sync/checkpoints/checkpointing.ts';
import { keyFromPem, leafSigner, publicKeyFrom } from '../../sync/checkpoints.ts';
import type { Bus, Timers } from '../../sync/port.ts';
import type { LeafLink } from './link.ts';

/** After it money is paid out: what led to it should be witnessed now. */
const isEnd = ({ envelope }: Committed): boolean => envelope.type === 'tournament.ended';

/** Has this leaf's log witnessed by the core that it belongs to. */
export const openCheckpoints = ({
  link: { venueId, signingKey, core },
  ...deps
}: {
  readonly link: LeafLink;
  readonly source: Log;
  readonly bus: Bus;
  readonly timers: Timers;
  readonly failed: (error: unknown) => void;
}): Checkpointing & { readonly grown: (events: readonly Committed[]) => void } => {
  const own = { name: leafSigner(venueId), key: keyFromPem(signingKey) };
  const coreKey = publicKeyFrom(core.signingKey);
  const checkpointing = createCheckpointing({ ...deps, venueId, own, coreKey });
  checkpointing.start();
  return {
    ...checkpointing,
    grown: (events) => {
      if (events.some(isEnd)) checkpointing.due();
    },
  };
};
