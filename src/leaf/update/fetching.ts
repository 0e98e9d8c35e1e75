import { existsSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { ReleaseRefusal } from '../../server/release/refusal.ts';
import { download } from './download.ts';
import type { Judge } from './incoming.ts';
import type { Offered } from './offer.ts';
import { clearParts, makeReady } from './offer.ts';
import type { Places, Staging } from './places.ts';
import { forgetRefused, keepRefused, offerMark } from './refused-offer.ts';
import { readState } from './state.ts';

type Deps = {
  readonly places: Pick<Places, 'state'>;
  readonly staging: Staging;
  readonly judge: () => Judge;
  /** Wall clock. */
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
};

/** Fetches what a core offers, checks it, and remembers what was refused. */
export const createFetching = ({ places, staging, judge, nowMs, signal }: Deps) => {
  let coming: { readonly offer: Offered; readonly here: number } | null = null;

  /** One of an offer's files. Null: it is the one that is ready. */
  const fetchPart = async (
    core: string,
    offer: Offered,
    { url, size }: Pick<Offered, 'url' | 'size'>,
  ): Promise<ReleaseRefusal | null> => {
    const to = join(staging.folder, `${offer.sequence}-${size}.part`);
    clearParts(staging, basename(to));
    const wasBegun = existsSync(to);
    coming = { offer, here: 0 };
    const progressed = (here: number) => {
      coming = { offer, here: Math.round((here / size) * offer.size) };
    };
    await download({ url: new URL(url, core).href, to, size, signal, progressed });
    const found = await makeReady(staging, to, readState(places), judge(), nowMs());
    if (!('ok' in found)) return null;
    // It is whole: once there is room, it need not come again.
    if (found.code === 'NO_SPACE') return found;
    rmSync(to, { force: true });
    // What a power cut left of its beginning may be no part of it.
    return wasBegun ? fetchPart(core, offer, { url, size }) : found;
  };

  /** The smaller one first. */
  const fetchParts = async (core: string, offer: Offered): Promise<ReleaseRefusal | null> => {
    const { delta } = offer;
    if (delta === undefined) return fetchPart(core, offer, offer);
    const found = await fetchPart(core, offer, delta);
    return found === null || found.code === 'NO_SPACE' ? found : fetchPart(core, offer, offer);
  };

  return {
    /** The one that is coming, and how many bytes of it are here. */
    coming: () => coming,
    /**
     * Makes it the one that is ready, or remembers why not: then nobody fetches it again unasked.
     * @returns what this machine lacks, in words; null: nothing.
     * @throws what `download` throws.
     */
    fetchOffer: async (core: string, offer: Offered): Promise<string | null> => {
      const mark = offerMark(offer, judge());
      try {
        const found = await fetchParts(core, offer);
        if (found?.code === 'NO_SPACE') return found.message;
        if (found === null) forgetRefused(staging);
        else keepRefused(staging, mark, offer, found, nowMs());
        return null;
      } finally {
        coming = null;
      }
    },
  };
};
