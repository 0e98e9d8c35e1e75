import { expect, test } from 'bun:test';
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { canMount, mountDisk } from './mount.ts';

const syncFolder = (folder: string): void => {
  const open = openSync(folder, 'r');
  fsyncSync(open);
  closeSync(open);
};

const writeTo = (path: string, text: string, synced: boolean): void => {
  const file = openSync(path, 'a');
  writeSync(file, text);
  if (synced) fsyncSync(file);
  closeSync(file);
};

test.skipIf(!canMount)('the disk keeps what was synced, and nothing more', async () => {
  const disk = await mountDisk();
  const [file, moved] = [join(disk.folder, 'a'), join(disk.folder, 'b')];
  writeTo(file, 'one', true);
  await disk.cut();
  expect(readdirSync(disk.folder)).toEqual([]); // its name was never synced
  writeTo(file, 'one', true);
  syncFolder(disk.folder);
  writeTo(file, ' two', false);
  renameSync(file, moved);
  expect(await Bun.file(moved).text()).toBe('one two');
  await disk.cut();
  expect(readdirSync(disk.folder)).toEqual(['a']);
  expect(await Bun.file(file).text()).toBe('one');
  renameSync(file, moved);
  syncFolder(disk.folder);
  await disk.cut();
  expect(readdirSync(disk.folder)).toEqual(['b']);
  await disk.unmount();
});
