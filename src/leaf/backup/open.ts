import type { LibsqlLog } from '../../log/libsql.ts';
import type { Shell } from '../../server/shell.ts';
import type { ServiceManager } from '../../server/systemd.ts';
import { VERSION } from '../../server/version.ts';
import type { Clock } from '../clock.ts';
import { linkFile } from '../cloud/link.ts';
import type { ControlDoors } from '../control.ts';
import { createBackups } from './engine.ts';
import type { LastLines } from './last-lines.ts';
import { readBackupSettings } from './settings.ts';
import type { SupportDeps } from './support.ts';
import { supportBundle } from './support.ts';

/** The backups of a leaf that serves, and what it tells support. */
export const openBackups = ({
  dataFolder,
  house,
  clock,
  manager,
  lines,
  isLinked,
  parts,
  failed,
}: {
  readonly dataFolder: string;
  readonly house: Pick<Shell, 'handle' | 'auth'> & { readonly log: LibsqlLog };
  readonly clock: Clock;
  readonly manager: Pick<ServiceManager, 'patiently'>;
  readonly lines: LastLines;
  readonly isLinked: () => boolean;
  /** For support, beside its own. */
  readonly parts: SupportDeps['parts'];
  readonly failed: (error: unknown) => void;
}) => {
  const { log, auth } = house;
  const file = linkFile(dataFolder);
  const support = (): Promise<string> =>
    supportBundle({
      ...{ dataFolder, log, nowMs: () => clock.now().wallMs, lines: lines.all },
      parts: { ...parts, backups: engine.status },
    });
  const engine = createBackups({
    ...{ dataFolder, house, clock, manager, support, failed },
    settings: readBackupSettings(process.env),
    link: () => (isLinked() ? file.read() : null),
    venue: auth.venue,
  });
  /** What this machine's own commands may ask for. */
  const control: ControlDoors = {
    '/alive': async () => ({ version: VERSION }),
    '/backup': async () => {
      const { path, events, bytes } = await engine.make();
      return { path, events, bytes };
    },
    '/support': async () => ({ bundle: await support() }),
  };
  return { ...engine, control };
};
