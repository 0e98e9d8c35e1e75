import { rmSync } from 'node:fs';
import type { Machine, Options } from './machine.ts';
import { startMachine } from './machine.ts';

/** A machine of its own, which is off afterwards whatever happens. */
export const withMachine = async (
  options: Options,
  work: (machine: Machine) => Promise<void>,
): Promise<void> => {
  rmSync(options.folder, { recursive: true, force: true });
  const machine = await startMachine(options);
  const off = () => void machine.stop().then(() => process.exit(130));
  process.once('SIGINT', off).once('SIGTERM', off);
  try {
    await work(machine);
  } finally {
    process.off('SIGINT', off).off('SIGTERM', off);
    await machine.stop();
  }
};
