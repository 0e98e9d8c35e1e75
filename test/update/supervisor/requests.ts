import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER, sectionOf } from '../../systemd/unit.ts';
import type { Ground } from './ground.ts';
import { resultOf } from './processes.ts';
import type { Times } from './times.ts';

const LOOK_EVERY_MS = 10;

/** A `sleep` that does not: pauses of root's part keep a machine free, and no test needs that. */
const withoutPauses = (folder: string): string => {
  const bin = join(folder, 'no-pauses');
  mkdirSync(bin, { recursive: true });
  const path = join(bin, 'sleep');
  writeFileSync(path, '#!/bin/sh\n');
  chmodSync(path, 0o755);
  return `${bin}:${process.env['PATH'] ?? ''}`;
};

/** `felt-update.path`: the leaf has root's part done by leaving a request. */
export const watchRequests = (
  { at, bin, spawn }: Pick<Ground, 'at' | 'bin' | 'spawn'>,
  { happened }: Pick<Times, 'happened'>,
) => {
  const request = at(sectionOf(join(FOLDER, 'felt-update.path'), 'Path').one('PathExists'));
  const service = sectionOf(join(FOLDER, 'felt-update.service'), 'Service');
  const PATH = `${bin}:${withoutPauses(bin)}`;
  let work: Promise<void> | null = null;

  const run = async (): Promise<void> => {
    let SERVICE_RESULT = 'success';
    for (const line of service.every('ExecStart')) {
      const child = spawn(line);
      const code = await child.exited;
      SERVICE_RESULT = resultOf(child);
      happened(`felt-update ended with ${child.signalCode ?? code}`);
    }
    for (const line of service.every('ExecStopPost')) {
      await spawn(line, { SERVICE_RESULT, PATH }).exited;
    }
  };

  const watching = setInterval(() => {
    if (work !== null || !existsSync(request)) return;
    work = run().finally(() => {
      work = null;
    });
  }, LOOK_EVERY_MS);

  return {
    /** Whether root's part runs, or is about to. */
    isUpdating: (): boolean => work !== null || existsSync(request),
    /** Takes nothing more; answers what is under way. */
    stop: (): Promise<void> => {
      clearInterval(watching);
      return work ?? Promise.resolve();
    },
  };
};
