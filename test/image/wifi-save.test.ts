import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SCRIPTS } from './wifi-stage.ts';

const isRoot = process.getuid?.() === 0;
if (!isRoot) console.log('skipped: a memory card that is only read takes root');

const TOLD = 'NETWORK=Club Poker\nPASSWORD=four aces!\nCOUNTRY=DK\n';

describe.skipIf(!isRoot)('DSP-11: what was told is written on the card (needs root)', () => {
  let folder: string;
  const at = (...path: readonly string[]): string => join(folder, ...path);
  const run = (...command: readonly string[]) => Bun.spawnSync([...command]);
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'felt-save-'));
    for (const part of ['card', 'asked', 'bin']) mkdirSync(at(part));
    expect(run('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at('card')).exitCode).toBe(0);
  });
  afterEach(() => {
    run('umount', at('card'));
    rmSync(folder, { recursive: true });
  });

  const card = (): string => readFileSync(at('card/felt-display.txt'), 'utf8');
  /** A card with this on it, that is only read, as on every screen. */
  const insert = (text: string | null): void => {
    if (text !== null) writeFileSync(at('card/felt-display.txt'), text);
    expect(run('mount', '-o', 'remount,ro', 'none', at('card')).exitCode).toBe(0);
  };
  const save = (told: string | null = TOLD) => {
    if (told !== null) writeFileSync(at('asked/request'), told);
    const { exitCode } = Bun.spawnSync(['sh', join(SCRIPTS, 'wifi-save.sh')], {
      env: {
        ...{ PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`, TMPDIR: folder },
        ...{ FELT_CARD: at('card'), FELT_ASKED: at('asked') },
      },
      stderr: 'ignore',
    });
    // Whatever became of it, the card is only read again, and the request is not met twice.
    expect(() => writeFileSync(at('card/x'), '')).toThrow('EROFS');
    expect(readdirSync(at('asked'))).toEqual([]);
    return exitCode;
  };

  test('on one that says nothing yet, and on one without the file', () => {
    const given = readFileSync(join(SCRIPTS, '../../../../felt-display.txt'), 'utf8');
    insert(given);
    expect(save()).toBe(0);
    expect(card()).toBe(given + TOLD);
    rmSync(at('asked'), { recursive: true });
    mkdirSync(at('asked'));
    run('mount', '-o', 'remount,rw', 'none', at('card'));
    rmSync(at('card/felt-display.txt'));
    insert(null);
    expect(save()).toBe(0);
    expect(card()).toBe(TOLD);
    expect(readdirSync(at('card'))).toEqual(['felt-display.txt']);
  });

  test('the Wi-Fi before goes, what else was said stays, as Windows has written it', () => {
    insert(
      '\u{feff}NETWORK=Old\r\n  PASSWORD = twelve 12 12\r\nCOUNTRY=SE\r\n# mine\r\nLEAF=felt-2.local',
    );
    expect(save()).toBe(0);
    expect(card()).toBe(`# mine\r\nLEAF=felt-2.local\n${TOLD}`);
  });

  test('of a file with a mistake nothing is kept', () => {
    insert('NETWORK=Old\nhello\nLEAF=felt-2.local\n');
    expect(save()).toBe(0);
    expect(card()).toBe(TOLD);
  });

  test.each([
    ['nothing', ''],
    ['no network', 'COUNTRY=DK\n'],
    ['a mistake', 'NETWORK=Club\n'],
    ['too much', TOLD + '#'.repeat(600)],
  ])('%s is not written', (_, told) => {
    insert('LEAF=felt-2.local\n');
    expect(save(told)).not.toBe(0);
    expect(card()).toBe('LEAF=felt-2.local\n');
  });

  test('a link is not followed', () => {
    insert('LEAF=felt-2.local\n');
    writeFileSync(at('secret'), TOLD);
    symlinkSync(at('secret'), at('asked/request'));
    expect(save(null)).not.toBe(0);
    expect(card()).toBe('LEAF=felt-2.local\n');
    expect(existsSync(at('secret'))).toBe(true);
  });

  test.each(['cp', 'sync', 'mv'])('cut off at %s, the old file is there, whole', (step) => {
    insert('LEAF=felt-2.local\n');
    // Only where it is about the card: its other files are nobody's.
    const real = Bun.which(step) ?? '';
    const stop = `#!/bin/sh\ncase "$*" in *felt-display.txt*) kill -9 $PPID ;; esac\nexec ${real} "$@"\n`;
    writeFileSync(at('bin', step), stop);
    chmodSync(at('bin', step), 0o755);
    writeFileSync(at('asked/request'), TOLD);
    Bun.spawnSync(['sh', join(SCRIPTS, 'wifi-save.sh')], {
      env: {
        ...{ PATH: `${at('bin')}:${process.env['PATH'] ?? ''}`, TMPDIR: folder },
        ...{ FELT_CARD: at('card'), FELT_ASKED: at('asked') },
      },
    });
    if (step !== 'mv') expect(card()).toBe('LEAF=felt-2.local\n');
    else expect(['LEAF=felt-2.local\n', `LEAF=felt-2.local\n${TOLD}`]).toContain(card());
    rmSync(at('bin', step));
    run('mount', '-o', 'remount,ro', 'none', at('card'));
    expect(save()).toBe(0);
    expect(card()).toBe(`LEAF=felt-2.local\n${TOLD}`);
  });
});
