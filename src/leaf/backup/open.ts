import type { LibsqlLog } from '../../log/libsql.ts';
import type { Shell } from '../../server/shell.ts';
import { VERSION } from '../../server/version.ts';
import type { Clock } from '../clock.ts';
import { linkFile } from '../cloud/link.ts';
import type { ControlDoors } from '../control.ts';
import { createMaker } from './apart.ts';
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
  lines,
  isLinked,
  parts,
  failed,
}: {
  readonly dataFolder: string;
  readonly house: {
    readonly log: LibsqlLog;
    readonly handle: Pick<Shell['handle'], 'look' | 'onCommitted'>;
    readonly auth: Pick<Shell['auth'], 'venue'>;
  };
  readonly clock: Clock;
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
    ...{ dataFolder, house, clock, support, failed, maker: createMaker({ dataFolder, log }) },
    settings: readBackupSettings(process.env),
    link: () => (isLinked() ? file.read() : null),
    venue: auth.venue,
  });
  // Whoever is erased stands in no table any more by which they would be found in a line.
  const unlisten = house.handle.onCommitted((events) => {
    if (events.some(({ envelope }) => envelope.type === 'player.erased')) lines.forget();
  });
  const stop = async (): Promise<void> => {
    unlisten();
    await engine.stop();
  };
  /** What this machine's own commands may ask for. */
  const control: ControlDoors = {
    '/alive': async () => ({ version: VERSION }),
    '/backup': async () => {
      const { made, places } = await engine.makeAndBring();
      const { path, name, events, bytes } = made;
      return { path, name, events, bytes, places };
    },
    '/backups': async () => ({ places: (await engine.status()).places }),
    '/support': async () => ({ bundle: await support() }),
  };
  return { ...engine, control, stop };
};
