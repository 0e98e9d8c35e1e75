import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const FOLDER = join(import.meta.dir, '../../systemd');
export const UNIT = join(FOLDER, 'felt-leaf@.service');

/** All units of ours of one kind, by name. */
export const unitsOf = (kind: 'service' | 'path' | 'timer'): readonly string[] =>
  readdirSync(FOLDER).filter((name) => name.endsWith(`.${kind}`));

/** What a unit file says in one of its sections, each setting with its lines in order. */
export const sectionOf = (path: string, section: string, instance = '') => {
  const [, rest = ''] = readFileSync(path, 'utf8').split(`[${section}]\n`);
  const all = new Map<string, string[]>();
  for (const line of (rest.split(/^\[/mu)[0] ?? '').split('\n')) {
    const [, name, value] = /^([A-Za-z]+)=(.*)$/u.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    all.set(name, [...(all.get(name) ?? []), value.replaceAll('%i', instance)]);
  }
  const one = (name: string): string => {
    const [value, ...more] = all.get(name) ?? [];
    if (value === undefined || more.length > 0) throw new Error(`not one ${name}`);
    return value;
  };
  return { one, every: (name: string): readonly string[] => all.get(name) ?? [] };
};

export const serviceOf = (path: string, instance: string) => sectionOf(path, 'Service', instance);

/** Seconds of `15`, `15s`, `2min`. */
export const secondsOf = (text: string): number => {
  const [, number, unit = 's'] = /^(\d+)(s|min)?$/u.exec(text) ?? [];
  if (number === undefined) throw new Error(`no time: ${text}`);
  return Number(number) * (unit === 'min' ? 60 : 1);
};

/** `NAME=VALUE` lines, as systemd reads them from a file of settings. */
export const settingsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
