import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig as readCoreConfig } from '../../src/core/config.ts';
import { CORE_SETTINGS } from '../../src/core/settings.ts';
import { readBackupSettings } from '../../src/leaf/backup/settings.ts';
import { readConfig as readLeafConfig } from '../../src/leaf/config.ts';
import { LEAF_SETTINGS } from '../../src/leaf/settings.ts';
import { readUpdateSettings } from '../../src/leaf/update/settings.ts';
import { WrongUse } from '../../src/server/failed.ts';
import { configured, settingsHelp, settingsIn } from '../../src/server/settings.ts';

const SRC = join(import.meta.dir, '../../src');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-settings-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const written = (text: string): string => {
  const file = join(folder, 'leaf.conf');
  writeFileSync(file, text);
  return file;
};

const wrong = (make: () => unknown): string => {
  try {
    make();
  } catch (error) {
    if (error instanceof WrongUse) return error.message;
    throw error;
  }
  throw new Error('nothing was wrong');
};

const leaf = (text: string, env: Record<string, string | undefined> = {}) =>
  configured(LEAF_SETTINGS, readLeafConfig, { ...env, FELT_CONFIG: written(text) });

describe('OPS-1: one file, and the same keys as environment variables', () => {
  test('its values are taken, with remarks, blank lines, blanks and quotes around them', () => {
    const config = leaf(
      '# the room\n\nFELT_PORT=8123\n  FELT_HOST="127.0.0.1"\nFELT_HOSTS=\'a.example,b.example\'\r\n',
    );
    expect(config).toMatchObject({ port: 8123, bind: '127.0.0.1' });
    expect(config.hosts).toEqual(['a.example', 'b.example']);
  });

  test('the environment wins, and what is left alone in it comes from the file, for all parts', () => {
    const env: Record<string, string | undefined> = { FELT_PORT: '1', FELT_CONFIG: '' };
    env['FELT_CONFIG'] = written('FELT_PORT=2\nFELT_HOST=::1\nNATS_SERVER=/opt/nats\n');
    expect(configured(LEAF_SETTINGS, readLeafConfig, env)).toMatchObject({ port: 1, bind: '::1' });
    expect(env).toMatchObject({ FELT_PORT: '1', NATS_SERVER: '/opt/nats' });
  });

  test('what is wrong in it is told with file and line', () => {
    const at = (line: number) => `${join(folder, 'leaf.conf')}:${line}: `;
    expect(wrong(() => leaf('FELT_PORT=1\nFELT_PROT=2\n'))).toBe(`${at(2)}there is no FELT_PROT`);
    expect(wrong(() => leaf('\n# x\nhello\n'))).toBe(`${at(3)}no KEY=value`);
    expect(wrong(() => leaf('export FELT_PORT=1'))).toBe(`${at(1)}no KEY=value`);
    expect(wrong(() => leaf('FELT_PORT=1\nFELT_PORT=2'))).toBe(
      `${at(2)}FELT_PORT is set already, on line 1`,
    );
    expect(wrong(() => leaf('FELT_HOST=a\nFELT_PORT=eighty'))).toBe(
      `${at(2)}FELT_PORT must be a port from 0 to 65535, not "eighty"`,
    );
    // Not of its own making: the environment's word is told without a place.
    expect(wrong(() => leaf('FELT_PORT=80', { FELT_PORT: 'x' }))).toStartWith('FELT_PORT must be');
  });

  test('a secret that was written wrong is not repeated', () => {
    expect(wrong(() => leaf('FELT_ENROL: ABCD-1234'))).not.toContain('ABCD');
  });

  test('a file that was named and is not there, or is a folder, is told', () => {
    for (const file of [join(folder, 'none.conf'), folder]) {
      const said = wrong(() => configured(LEAF_SETTINGS, readLeafConfig, { FELT_CONFIG: file }));
      expect(said).toStartWith(`${file} cannot be read: E`);
    }
  });

  test('a core reads its own the same way', () => {
    const file = written('DATABASE_URL=postgres://a:b@c/d\nFELT_CORE_PORT=0\n');
    const config = configured(CORE_SETTINGS, readCoreConfig, { FELT_CONFIG: file });
    expect(config).toMatchObject({ databaseUrl: 'postgres://a:b@c/d', port: 0 });
    expect(wrong(() => settingsIn('FELT_PORT=1', 'core.conf', CORE_SETTINGS))).toBe(
      'core.conf:1: there is no FELT_PORT',
    );
  });
});

/** Names of variables that the sources below a folder ask the environment for. */
const asked = (below: string): ReadonlySet<string> =>
  new Set(
    readdirSync(join(SRC, below), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [
        ...readFileSync(join(SRC, below, file), 'utf8').matchAll(
          /\b(?:env\[|\((?:env|variables), )'((?:FELT_|NATS_|DATABASE_)[A-Z_]+)'/gu,
        ),
      ])
      .map((match) => match[1] ?? ''),
  );

describe('OPS-1: --help suffices', () => {
  test.each([
    ['leaf', LEAF_SETTINGS],
    ['core', CORE_SETTINGS],
  ] as const)(
    'every variable that the %s asks for is in its settings, and none beside',
    (tier, settings) => {
      const named = new Set(settings.all.map(({ key }) => key));
      const own = [...asked(tier)];
      const either = new Set([...LEAF_SETTINGS.all, ...CORE_SETTINGS.all].map(({ key }) => key));
      const shared = [...asked('server'), ...asked('sync')].filter((key) => key !== 'FELT_CONFIG');
      expect(own.length).toBeGreaterThan(5);
      expect(own.filter((key) => !named.has(key))).toEqual([]);
      expect(shared.filter((key) => !either.has(key))).toEqual([]);
      const text = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.ts$/u.test(file) && !/^(?:leaf|core)\/settings\.ts$/u.test(file))
        .map((file) => readFileSync(join(SRC, file), 'utf8'))
        .join('\n');
      expect([...named].filter((key) => !text.includes(`'${key}'`))).toEqual([]);
    },
  );

  test('each is there with its words, in lines that a terminal holds', () => {
    for (const settings of [LEAF_SETTINGS, CORE_SETTINGS]) {
      const help = settingsHelp(settings);
      for (const { key, says } of settings.all) {
        expect(help).toContain(`  ${key} `);
        expect(help.replaceAll(/\s+/gu, ' ')).toContain(says);
      }
      expect(help).toContain(settings.file);
      expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    }
  });

  test('what it calls usual is what is taken where nothing is set', () => {
    const usual = ({ all }: typeof LEAF_SETTINGS, wanted: string): string => {
      const { says } = all.find(({ key }) => key === wanted) ?? { says: '' };
      return /\(([^():;]+)[^()]*\)$/u.exec(says)?.[1] ?? '';
    };
    const MB = 1024 * 1024;
    const [leaf, updates] = [readLeafConfig({}), readUpdateSettings({})];
    const taken = {
      ...{ FELT_PORT: leaf.port, FELT_HOST: leaf.bind },
      FELT_BALLAST_MB: (leaf.ballast?.bytes ?? 0) / MB,
      FELT_BACKUP_MB: readBackupSettings({}).mostBytes / MB,
      ...{ FELT_CHANNEL: updates.channel, FELT_RELEASES: updates.releases },
      FELT_CONFIRM_MS: updates.confirmMs,
    };
    for (const [key, value] of Object.entries(taken)) {
      expect([key, usual(LEAF_SETTINGS, key)]).toEqual([key, String(value)]);
    }
    // OPS-3: so long a release has to be well.
    expect(updates.confirmMs).toBe(10 * 60_000);
    const core = readCoreConfig({});
    expect(usual(CORE_SETTINGS, 'FELT_CORE_PORT')).toBe(String(core.port));
    expect(usual(CORE_SETTINGS, 'FELT_HUB_PORT')).toBe(String(core.hubPort));
  });
});
