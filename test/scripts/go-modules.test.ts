import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { goModules } from '../../scripts/build/go-modules.ts';
import { fetchNats, natsBuiltUsing } from '../../scripts/fetch-nats.ts';

/** Source files as the program knows them for its stack traces: `github.com/nats-io/nuid/nuid.go`. */
const SOURCE = /(?<![\w./-])(?:[a-z0-9-]+\.)+(?:com|org|net|io)\/[\w.~/-]+(?=\/[\w.-]+\.go\b)/gu;

const packagesIn = (program: string): readonly string[] => [
  ...new Set(readFileSync(program, 'latin1').match(SOURCE) ?? []),
];

describe.each(['x64', 'arm64'] as const)('OPS-1: the nats-server for %s', (arch) => {
  test('every Go package in it belongs to a module that is named, and every module is in it', () => {
    const modules = goModules(natsBuiltUsing(arch)).map(({ name }) => name);
    const own = ['github.com/nats-io/nats-server', ...modules.filter((one) => one !== 'stdlib')];
    const packages = packagesIn(fetchNats(arch));
    const isOf = (module: string) => (path: string) => `${path}/`.startsWith(`${module}/`);
    expect(packages.filter((path) => !own.some((module) => isOf(module)(path)))).toEqual([]);
    expect(own.filter((module) => !packages.some(isOf(module)))).toEqual([]);
  });

  test('the Go that it was made with is the one that is named', () => {
    const told = /\xff Go buildinf:[\s\S]{18}[\s\S]go([\d.]+)/u.exec(
      readFileSync(fetchNats(arch), 'latin1'),
    );
    const named = goModules(natsBuiltUsing(arch)).find(({ name }) => name === 'stdlib');
    expect(named?.version).toBe(told?.[1] ?? 'none');
  });
});

describe('modules by Debian’s sources', () => {
  test('a version is the authors’ own, Debian’s stands beside it', () => {
    const [crypto, go] = goModules(
      'golang-1.27 (= 1.27.2-1), golang-go.crypto (= 1:0.57.0+dfsg-2)',
    );
    expect(crypto).toEqual({
      ...{ type: 'library', name: 'golang.org/x/crypto', version: 'v0.57.0' },
      ...{ 'bom-ref': 'pkg:golang/golang.org/x/crypto@v0.57.0' },
      purl: 'pkg:golang/golang.org/x/crypto@v0.57.0',
      licenses: [{ expression: 'BSD-3-Clause' }],
      properties: [{ name: 'felt:debianSource', value: 'golang-go.crypto 1:0.57.0+dfsg-2' }],
    });
    expect(go?.purl).toBe('pkg:golang/stdlib@1.27.2');
  });

  test.each(['', 'golang-github-else (= 1.0-1)', 'golang-go.crypto'])('refused: "%s"', (list) => {
    expect(() => goModules(list)).toThrow(/no package|knows it not/u);
  });
});
