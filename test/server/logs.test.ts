import { describe, expect, test } from 'bun:test';
import { LogUnwell } from '../../src/log/port.ts';
import { createLogs, isJournal, logSettings, scrubbed } from '../../src/server/logs.ts';
import { startLeaf } from '../leaf.ts';

const collecting = (
  format: 'json' | 'words',
  level: 'debug' | 'info' | 'warn' | 'error' = 'debug',
) => {
  const lines: string[] = [];
  const logs = createLogs({ format, level, write: (line) => lines.push(line), nowMs: () => 0 });
  return { lines, logs };
};

describe('OPS-6: what a program says', () => {
  test('is a line of JSON each, whatever is in it', () => {
    const { lines, logs } = collecting('json');
    logs.say('serves');
    logs.warn('two\nlines', { request: 'ab12', status: 503 });
    logs.failed(new LogUnwell('the log could not take this', { cause: new Error('disk full') }));
    const all = lines.map((line) => JSON.parse(line));
    expect(lines.join('')).not.toContain('\n');
    expect(all[0]).toEqual({ time: '1970-01-01T00:00:00.000Z', level: 'info', what: 'serves' });
    expect(all[1]).toMatchObject({ level: 'warn', request: 'ab12', status: 503 });
    expect(all[2]).toMatchObject({
      level: 'error',
      what: 'LogUnwell: the log could not take this',
      error: { name: 'LogUnwell', cause: { message: 'disk full' } },
    });
  });

  test('tells journald how grave each line is, and nobody else', () => {
    const lines: string[] = [];
    const write = (line: string) => lines.push(line);
    for (const format of ['words', 'json'] as const) {
      const logs = createLogs({ format, level: 'debug', write, nowMs: () => 0, journal: true });
      logs.note('a note');
      logs.warn('two\nlines');
      logs.failed(new Error('bad'));
    }
    expect(lines.slice(0, 2)).toEqual(['<6>a note', '<4>two\n<4>lines']);
    expect(lines[2]?.split('\n').every((line) => line.startsWith('<3>'))).toBe(true);
    expect(lines.slice(3).map((line) => line.slice(0, 3))).toEqual(['<6>', '<4>', '<3>']);
    expect(JSON.parse(lines[4]?.slice(3) ?? '')).toMatchObject({ level: 'warn' });
    const stat = (fd: number) => ({ dev: 8, ino: fd === 2 ? 77 : 5 });
    expect(isJournal({ JOURNAL_STREAM: '8:77' }, stat)).toBe(true);
    expect(isJournal({ JOURNAL_STREAM: '8:78' }, stat)).toBe(false);
    expect(isJournal({}, stat)).toBe(false);
  });

  test('below the level that was set it is not said', () => {
    const { lines, logs } = collecting('words', 'warn');
    logs.debug('no');
    logs.note('no');
    logs.say('no');
    logs.warn('yes');
    expect(lines).toEqual(['yes']);
  });

  test('settings that are none of the words are refused', () => {
    expect(logSettings({})).toEqual({ format: 'words', level: 'info' });
    expect(logSettings({ FELT_LOG: 'json', FELT_LOG_LEVEL: 'debug' })).not.toBeNull();
    expect(logSettings({ FELT_LOG: 'xml' })).toBeNull();
    expect(logSettings({ FELT_LOG_LEVEL: 'loud' })).toBeNull();
  });
});

/** Secrets and people as they get into the words of errors. */
const CANARIES: readonly (readonly [said: string, canary: string])[] = [
  ['connect postgres://felt:Pa55-canary@db.example/felt failed', 'Pa55-canary'],
  ['Authorization: Bearer eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJjYW5hcnkifQ.c2ln', 'eyJzdWIi'],
  ['authorization=Basic Y2FuYXJ5OmNhbmFyeQ==', 'Y2FuYXJ5'],
  [
    '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIcanary\n-----END PRIVATE KEY-----',
    'MC4CAQAw',
  ],
  ['signed with whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5', 'Y2FuYXJ5'],
  ['seed SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDXIEDNPPQYYYCU3VY', 'SUACSSL3'],
  ['no such player bartholomaeus.canary@example.org', 'canary@'],
  ['{"pin":"739154"} is weak', '739154'],
  ['wrong pin=739154', '739154'],
  ['GET /ws/operator?ticket=canaryticket0123', 'canaryticket'],
  ['pepper Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6Zm9vYmFyYmF6', 'Zm9vYmFy'],
];

describe('SEC-1: no secret and nobody’s data in a log', () => {
  test.each(CANARIES)('%p', (said, canary) => {
    expect(scrubbed(said)).not.toContain(canary);
    for (const format of ['json', 'words'] as const) {
      const { lines, logs } = collecting(format);
      logs.note(said, { about: said });
      const inner = Object.assign(new Error(said), { row: { name: 'Hohenlohe-canary' } });
      logs.failed(new Error('outside', { cause: inner }), { request: said });
      expect(lines.join('\n')).not.toContain(canary);
      expect(lines.join('\n')).not.toContain('Hohenlohe-canary');
    }
  });

  test('what is needed to find a fault stays', () => {
    const kept =
      'cannot listen on 0.0.0.0:8080: EADDRINUSE at event 41 of tournament:0199f0c2-7a10-7000-8000-0123456789ab';
    expect(scrubbed(kept)).toBe(kept);
  });

  test('a whole evening’s requests leave nothing of anybody in it; what failed is found by its id', async () => {
    const { lines, logs } = collecting('json');
    const leaf = await startLeaf({
      failed: logs.failed,
      more: { metricsToken: 'token-canary-0123456' },
    });
    const admin = await leaf.token('admin');
    const person = { firstName: 'Canaria', lastName: 'Hohenlohe', email: 'canary@example.org' };
    await leaf.post('/players', person, admin);
    await leaf.post('/players', { ...person, nonsense: 'Canaria' }, admin);
    await leaf.login('Canaria', '987321');
    await leaf.get('/players?search=Canaria', admin);
    await leaf.stop();
    const said = lines.join('\n');
    for (const canary of ['Canaria', 'Hohenlohe', 'canary', '987321', '739154', admin])
      expect(said).not.toContain(canary);
  });
});
