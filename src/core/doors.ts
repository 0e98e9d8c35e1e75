import { join } from 'node:path';
import { createAccess } from './auth/access.ts';
import { createAccounts } from './auth/accounts.ts';
import { createAuth } from './auth/auth.ts';
import { createOidc } from './auth/oidc.ts';
import { createCoreBackups } from './backups.ts';
import type { Config } from './config.ts';
import type { Platform } from './db/open.ts';
import { createFleetFeed } from './fleet/feed.ts';
import { fleetOf } from './fleet.ts';
import { rootsFrom } from './releases/roots.ts';
import { createReleases } from './releases.ts';
import type { Tenants } from './tenants.ts';
import { cautionOf } from './venues/reach.ts';
import { createVenueReads } from './venues/reads.ts';

/**
 * What stands behind the doors for people: who they are, what they may, and what they see.
 * @param url of this core, as browsers reach it.
 */
export const openDoors = ({
  config,
  platform,
  tenants,
  url,
  failed,
  now = Date.now,
  feedEveryMs,
}: {
  readonly config: Config;
  readonly platform: Platform;
  readonly tenants: Tenants;
  readonly url: () => string;
  readonly failed: (error: unknown) => void;
  readonly now?: () => number;
  /** How often the dashboard is told what changed. */
  readonly feedEveryMs?: number;
}) => {
  const callback = () => `${url()}/api/v1/sign-in/oidc/callback`;
  const oidc = config.oidc ? createOidc({ platform, now, config: config.oidc, callback }) : null;
  const isSecure = () => url().startsWith('https://');
  const load = () => fleetOf(platform, now());
  return {
    ...{ platform, url, caution: cautionOf(config) },
    auth: createAuth({ platform, now, oidc, isSecure }),
    access: createAccess({ platform, tenants, now }),
    accounts: createAccounts({ platform, now }),
    feed: createFleetFeed({
      ...{ load, now, failed },
      ...(feedEveryMs === undefined ? {} : { everyMs: feedEveryMs }),
    }),
    backups: createCoreBackups({ folder: join(config.dataFolder, 'backups'), now }),
    reads: createVenueReads({ tenants, now, failed }),
    releases: createReleases({
      ...{ platform, now, roots: rootsFrom(config.rootKeysFile) },
      folder: join(config.dataFolder, 'releases'),
    }),
  };
};
