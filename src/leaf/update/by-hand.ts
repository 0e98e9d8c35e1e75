import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { SECOND } from '../../kernel/time.ts';
import { Failed } from '../../server/failed.ts';
import { CONTROL_FILE, tellLeaf } from '../control.ts';

/** The leaf's door for whoever wants to know which clocks run. */
export const CLOCKS = '/clocks';
const answer = v.object({ clocks: v.array(v.string()) });

/** A leaf that says nothing in so long is none that an update would interrupt. */
const PATIENCE_MS = 5 * SECOND;

/** A socket, and no link to somebody else's. */
const isDoor = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isSocket() ?? false;

/**
 * Before root ends a leaf by hand: a running level is interrupted by nobody who did not say so.
 * @throws Failed that names the tournaments.
 */
export const refuseOverClocks = async (dataFolder: string): Promise<void> => {
  if (!isDoor(join(dataFolder, CONTROL_FILE))) return;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  const told = await tellLeaf(dataFolder, CLOCKS, answer, signal).catch(() => null);
  if (told === null || told.clocks.length === 0) return;
  throw new Failed(`a clock runs: ${told.clocks.join(', ')}; wait, or say --now`);
};
