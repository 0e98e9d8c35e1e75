import { existsSync, mkdirSync } from 'node:fs';
import type { LibsqlLog } from '../../log/libsql.ts';
import type { ServiceManager } from '../../server/systemd.ts';
import { BUILD } from '../../server/version.ts';
import { forgetWhy, mend, proveItself } from './across.ts';
import { leaveBefore } from './before.ts';
import { proveLine } from './line.ts';
import { placesOf, stagingOf } from './places.ts';
import { readUpdateSettings } from './settings.ts';
import { standingOf } from './standing.ts';

/** Granted to the copy that an update begins with, which blocks everything. */
const COPY_MS = 60_000;

/** What a start and an end of the leaf have to do with updates. */
export const openUpdates = ({
  dataFolder,
  manager,
}: {
  readonly dataFolder: string;
  readonly manager: Pick<ServiceManager, 'extendStart'>;
}) => {
  const settings = readUpdateSettings(process.env);
  const places = placesOf(settings.releases);
  const staging = stagingOf(dataFolder);
  const standing = standingOf(places, BUILD);
  const isOn = standing.kind !== 'none';
  const asked = { dataFolder, staging, standing, manager };

  return {
    ...{ settings, places, staging, standing },
    /** Wall clock, ms. */
    startedAtMs: Date.now(),
    /** Before the log is opened. */
    mend: async (): Promise<void> => {
      if (!isOn) return;
      mkdirSync(staging.folder, { recursive: true, mode: 0o700 });
      await mend(asked);
    },
    /** Before the release does anything on the log. @throws Failed where it must not. */
    prove: (log: LibsqlLog): Promise<void> => proveItself(log, asked),
    /** Last of all before the doors count as open. @throws Failed */
    proveLine: async (isUp: () => boolean): Promise<void> => {
      if (standing.kind !== 'trial') return;
      await proveLine({ staging, manager, isUp });
      forgetWhy(staging);
    },
    /** Last of all before the log is closed: where this is the end for an update. */
    leave: async (log: LibsqlLog, nats: boolean): Promise<void> => {
      if (!isOn || !existsSync(staging.ending)) return;
      manager.extendStart(COPY_MS);
      await leaveBefore(log, staging, { ...BUILD, nats });
    },
  };
};

export type Updates = ReturnType<typeof openUpdates>;

/** Where everything lies, and what this start is. */
export type Situation = Pick<
  Updates,
  'places' | 'staging' | 'settings' | 'standing' | 'startedAtMs'
>;
