import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const UNIT = join(import.meta.dir, '../../systemd/felt-leaf@.service');

/** What a unit file says in `[Service]`, each setting with its lines in order. */
export const serviceOf = (path: string, instance: string) => {
  const [, service = ''] = readFileSync(path, 'utf8').split('[Service]\n');
  const all = new Map<string, string[]>();
  for (const line of (service.split(/^\[/mu)[0] ?? '').split('\n')) {
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

/** `NAME=VALUE` lines, as systemd reads them from a file of settings. */
export const settingsIn = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
