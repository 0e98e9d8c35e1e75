// Read ahead of a program that is measured: on SIGUSR2 it collects, and says what is left.

import { heapStats } from 'bun:jsc';
import { renameSync, writeFileSync } from 'node:fs';

const file = process.env['FELT_HEAP_FILE'] ?? '';

process.on('SIGUSR2', () => {
  Bun.gc(true);
  writeFileSync(`${file}.new`, String(heapStats().heapSize));
  renameSync(`${file}.new`, file);
});
