import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { DAY } from '../kernel/time.ts';
import type { ReleaseHeader } from '../server/release/file.ts';
import { KeysDocument } from '../server/release/keys.ts';
import { isVouchedFor } from '../server/release/verify.ts';
import { note } from './auth/audit.ts';
import type { Added, NewRelease, Shelf } from './releases/add.ts';
import { addFile } from './releases/add.ts';
import type { Build, Change } from './releases/change.ts';
import { changeRelease } from './releases/change.ts';
import { releasesOf } from './releases/fleet.ts';
import type { Asking, OfferedFile } from './releases/offer.ts';
import { offerFor } from './releases/offer.ts';
import { haltFailing } from './releases/outcomes.ts';
import { keysOlder, ReleaseRefused } from './releases/refused.ts';
import { relist } from './releases/relist.ts';
import { inTurn, keepKeys, keptKeys, newestKeys, releasesFor } from './releases/store.ts';

/** Where leaves get the files of a release. */
const FILES = '/api/v1/updates/files';

const told = ({ name, size }: OfferedFile) => ({ url: `${FILES}/${name}`, size });

/** Takes away what a core left that ended while it looked at a file: such names begin with a dot. */
const sweep = async (folder: string, nowMs: number): Promise<void> => {
  for (const name of (await readdir(folder)).filter((one) => one.startsWith('.'))) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: nowMs }));
    if (nowMs - mtimeMs > DAY) await rm(path, { force: true });
  }
};

const listOf = ({ bytes }: ReleaseHeader['keys']): KeysDocument =>
  v.parse(KeysDocument, JSON.parse(Buffer.from(bytes).toString()));

/**
 * Releases: what is on the shelf, who is offered what, and what becomes of it.
 * Changes are noted in the audit, `by` null for whoever runs the machine.
 */
export const createReleases = (shelf: Shelf) => {
  const { platform, folder, now, roots } = shelf;

  const noted = (by: string | null, action: string, details: string): Promise<void> =>
    note(platform, { userId: by, venueId: null, action, details }, now());

  const relisted = async (keys: ReleaseHeader['keys']): Promise<readonly number[]> => {
    const halted: number[] = [];
    await inTurn(platform, async (tx) => {
      halted.push(...(await relist({ ...shelf, platform: tx }, keys, listOf(keys))));
    });
    return halted;
  };

  const takeKeys = async (keys: ReleaseHeader['keys'], by: string | null) => {
    if (roots.length === 0) throw new ReleaseRefused('NO_ROOTS', 'this core knows no root keys');
    const isTrue = isVouchedFor(keys, roots);
    if (!isTrue) throw new ReleaseRefused('ROOT_SIGNATURES', 'the root keys do not vouch for it');
    const list = listOf(keys);
    const issued = Date.parse(list.issued);
    // For good, before anything is made of it: whatever ends in between goes on at the next start.
    await inTurn(platform, async (tx) => {
      if (issued < (await newestKeys(tx))) throw keysOlder();
      await keepKeys(tx, keys, issued);
    });
    const halted = await relisted(keys);
    await noted(by, 'release.keys', `of ${list.issued}`);
    return halted;
  };

  return {
    folder,
    /** A place on the shelf's own disk for a file that nobody has looked at yet. */
    incoming: async (): Promise<string> => {
      await mkdir(folder, { recursive: true, mode: 0o755 });
      await sweep(folder, now());
      return join(folder, `.incoming-${randomUUID()}`);
    },
    /**
     * Takes the file away from its place, onto the shelf or to nowhere.
     * @throws ReleaseRefused
     */
    add: async (release: NewRelease, by: string | null): Promise<Added> => {
      const before = await newestKeys(platform);
      const added = await addFile(shelf, release).finally(() => rm(release.file, { force: true }));
      const { product, version, sequence, target } = added.manifest;
      const delta = added.base === 0 ? '' : `, delta from ${added.base}`;
      await noted(by, 'release.added', `${product} ${version} (${sequence}) ${target}${delta}`);
      if (before < Date.parse(listOf(added.keys).issued)) await takeKeys(added.keys, by);
      return added;
    },
    /**
     * A newer list of signing keys for all that is on the shelf.
     * @returns builds that are halted, because the key that signed them was revoked.
     * @throws ReleaseRefused
     */
    takeKeys,
    /** Goes on with a newer list where a process ended before all of the shelf had it. */
    settle: async (): Promise<void> => {
      const keys = await keptKeys(platform);
      if (keys !== null && existsSync(folder)) await relisted(keys);
    },
    /** @throws ReleaseRefused NO_SUCH_RELEASE, KEY_REVOKED, WRONG_CHANNEL. */
    change: async (build: Build, wanted: Change, by: string | null): Promise<void> => {
      await noted(by, 'release.changed', await changeRelease(platform, build, wanted, now()));
    },
    /** What a machine gets when it asks; null: nothing newer. */
    offer: async (product: string, target: string, asking: Omit<Asking, 'nowMs'>) => {
      const releases = await releasesFor(platform, product, target);
      const offer = offerFor(releases, { ...asking, nowMs: now() });
      if (offer === null) return null;
      const { release, whole, delta } = offer;
      return {
        ...{ sequence: release.sequence, version: release.version, notes: release.notes },
        // With a newer list of keys it is another file, for who did not take it before.
        ...{ ...told(whole), keysIssued: whole.keysIssued },
        ...(delta === null ? {} : { delta: told(delta) }),
      };
    },
    /** The path of a file that leaves may have; null: there is none of that name. */
    fileOf: async (name: string): Promise<string | null> => {
      const [row] = await platform<{ name: string }[]>`
        select name from release_files where name = ${name}`;
      const path = row === undefined ? null : join(folder, row.name);
      // Of another core process that has a disk of its own.
      return path !== null && existsSync(path) ? path : null;
    },
    /** Every build and every venue's, as an administrator sees them. */
    all: () => releasesOf(platform, now()),
    /**
     * Halts what failed at too many venues.
     * @returns the versions that this halted.
     */
    haltFailing: async (): Promise<readonly string[]> => {
      const halted = await haltFailing(platform, now());
      for (const version of halted) await noted(null, 'release.halted', `felt-leaf ${version}`);
      return halted;
    },
  };
};

export type Releases = ReturnType<typeof createReleases>;
