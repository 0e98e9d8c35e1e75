import type { BackupPlace } from '../../server/backup.ts';
import type { LeafLink } from '../cloud/link.ts';
import { createCorePlace } from './core-place.ts';
import { createFolderPlace } from './folder-place.ts';
import type { Found, Rule } from './places.ts';

/** Every place beside this machine that is to have the newest backup. */
export const createCopies = ({
  dataFolder,
  to,
  link,
  clocks,
  isOther,
}: {
  readonly dataFolder: string;
  /** Absolute folders. */
  readonly to: readonly string[];
  /** Null while this leaf belongs to no core. */
  readonly link: () => LeafLink | null;
  readonly clocks: () => { readonly wallMs: number; readonly bootMs: number };
  /** Stands for `isOtherDisk` in tests. */
  readonly isOther?: Parameters<typeof createFolderPlace>[0]['isOther'];
}) => {
  const own = { dataFolder, clocks };
  const other = isOther === undefined ? {} : { isOther };
  const folders = to.map((folder) => createFolderPlace({ ...own, ...other, folder }));
  const core = createCorePlace({ ...own, link });
  return {
    /** Answers when every place has it or said why not. */
    bring: async (newest: Found | null, keyId: string, rule: Rule): Promise<void> => {
      await Promise.all([
        ...folders.map((one) => one.look(newest, keyId, rule)),
        core.look(newest),
      ]);
    },
    status: (): BackupPlace[] => {
      const cores = core.status();
      return [...folders.map((one) => one.status()), ...(cores === null ? [] : [cores])];
    },
    stop: core.stop,
  };
};
