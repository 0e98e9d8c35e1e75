import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Import } from './imports.ts';
import { importsOf, packageOf } from './imports.ts';
import type { Breach } from './sources.ts';
import { parseSource, sourceFiles } from './sources.ts';

/** `$1` stands for the room that the importing file belongs to. */
type Rule = {
  readonly name: string;
  readonly of: RegExp;
  readonly files: readonly string[];
  /** Of these only types, which are gone at run time. */
  readonly types?: readonly string[];
  readonly packages: RegExp;
};

const NONE = /^$/;
const ANY = /./;
const KERNEL = '^src/kernel/';
const POKER = '^src/poker/';
const OWN_RULES = '^src/rooms/$1/(?!(.+/)?(routes(/.+)?|room)\\.ts$)';
const ALL_RULES = '^src/rooms/[^/]+/(?!(.+/)?(routes(/.+)?|room)\\.ts$)';
/** Preact comes through ui/html.ts, but its types may be named anywhere. */
const BROWSER = /^(preact|preact-render-to-string|@preact\/signals|htm|hono|uqr|valibot)$/;

/** Who may import whom, the first rule that fits a file; what is not listed is forbidden. */
const RULES: readonly Rule[] = [
  { name: 'kernel', of: /^src\/kernel\//, files: [KERNEL], packages: /^valibot$/ },
  // valibot too: the shape of a level or a payout plan stands beside its type, once for every door.
  { name: 'poker', of: /^src\/poker\//, files: [POKER, KERNEL], packages: /^valibot$/ },
  {
    name: "a room's routes",
    of: /^src\/rooms\/([^/]+)\/(?:.+\/)?routes(?:\/.+)?\.ts$/,
    files: ['^src/rooms/$1/', '^src/server/shell\\.ts$', POKER, KERNEL],
    packages: ANY,
  },
  {
    name: "a room's commands",
    of: /^src\/rooms\/([^/]+)\/(?:.+\/)?commands(?:\.ts$|\/)/,
    files: [OWN_RULES, POKER, KERNEL],
    packages: /^valibot$/,
  },
  {
    name: "a room's rules",
    of: /^src\/rooms\/([^/]+)\//,
    files: [OWN_RULES, POKER, KERNEL],
    packages: NONE,
  },
  { name: 'flows', of: /^src\/flows\//, files: ['^src/flows/', ALL_RULES, KERNEL], packages: NONE },
  { name: 'log', of: /^src\/log\//, files: ['^src/log/', KERNEL], packages: ANY },
  { name: 'sync', of: /^src\/sync\//, files: ['^src/sync/', KERNEL], packages: ANY },
  {
    name: 'importers',
    of: /^src\/importers\//,
    files: ['^src/importers/', '^src/rooms/[^/]+/commands(\\.ts$|/)', POKER, KERNEL],
    packages: ANY,
  },
  {
    name: 'server',
    of: /^src\/server\//,
    files: [
      '^src/server/',
      '^src/rooms/[^/]+/(routes|room)\\.ts$',
      '^src/(log|sync)/port\\.ts$',
      POKER,
      KERNEL,
    ],
    types: ['^src/log/handle\\.ts$', '^src/flows/flow\\.ts$'],
    packages: ANY,
  },
  { name: 'the leaf', of: /^src\/leaf\//, files: ['^src/(?!core/)'], packages: ANY },
  { name: 'the core', of: /^src\/core\//, files: ['^src/(?!leaf/)'], packages: ANY },
  {
    name: 'the pages',
    of: /^ui\//,
    files: ['^ui/', ALL_RULES, POKER, KERNEL],
    types: ['^src/(server|core)/app\\.ts$'],
    packages: BROWSER,
  },
  {
    name: 'the displays',
    of: /^displays\//,
    files: [
      '^displays/',
      '^ui/(html|live|build|theme|locale)\\.ts$',
      '^ui/texts/',
      ALL_RULES,
      POKER,
      KERNEL,
    ],
    types: ['^src/server/app\\.ts$'],
    packages: BROWSER,
  },
  { name: 'scripts and tests', of: /^(scripts|test)\//, files: ['.'], packages: ANY },
];

/** Programs and pages begin here, so nobody imports them. */
const ENTRY =
  /^(src\/(leaf|core)\/main|ui\/(main|player|core\/main|phone\/(first|worker))|displays\/main)\.ts$/;

type Parsed = { readonly file: string; readonly imports: readonly Import[] };

const allowed = (rule: Rule, file: string, to: Import): boolean => {
  if (!to.local) return rule.packages.test(packageOf(to.target));
  const room = rule.of.exec(file)?.[1] ?? '';
  const patterns = [...rule.files, ...(to.typeOnly ? (rule.types ?? []) : [])];
  return patterns.some((pattern) => new RegExp(pattern.replace('$1', room)).test(to.target));
};

const forbidden = ({ file, imports }: Parsed): readonly Breach[] => {
  const rule = RULES.find((one) => one.of.test(file));
  if (!rule) return [{ file, line: 1, message: 'lies in no folder of the import table' }];
  return imports
    .filter((one) => !allowed(rule, file, one))
    .map(({ target, line, typeOnly }) => ({
      file,
      line,
      message: `${rule.name} may not import ${target}${typeOnly ? ' (not even its types)' : ''}`,
    }));
};

const isBuiltIn = (name: string): boolean => name === 'bun' || /^(node|bun):/.test(name);

/** What runs in a venue may only use packages that come with the product. */
const undeclared = ({ file, imports }: Parsed, names: ReadonlySet<string>): readonly Breach[] =>
  imports
    .filter((one) => !one.local && !isBuiltIn(one.target) && !names.has(packageOf(one.target)))
    .map(({ target, line }) => ({ file, line, message: `${target} is not in package.json` }));

const Packages = v.record(v.string(), v.string());
const Manifest = v.object({ dependencies: Packages, devDependencies: Packages });

const declared = (root: string): ((file: string) => ReadonlySet<string>) => {
  const read = v.parse(Manifest, JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const shipped = new Set(Object.keys(read.dependencies));
  const all = new Set([...shipped, ...Object.keys(read.devDependencies)]);
  return (file) => (/^(scripts|test)\//.test(file) ? all : shipped);
};

/** Each ring of imports once, starting at its first file in the order of names. */
const cycles = (files: readonly Parsed[]): readonly Breach[] => {
  const byFile = new Map(files.map((one) => [one.file, one.imports]));
  const done = new Set<string>();
  const found: Breach[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      const ring = [...path.slice(start), file];
      found.push({ file, line: 1, message: `imports itself: ${ring.join(' → ')}` });
      return;
    }
    if (done.has(file)) return;
    for (const { target, local } of byFile.get(file) ?? []) {
      if (local) visit(target, [...path, file]);
    }
    done.add(file);
  };
  for (const { file } of files) visit(file, []);
  return found;
};

/** The build puts a language's texts in place of the English ones that bear the same name. */
const english = (file: string): string => file.replace(/^ui\/texts\/[a-z]{2}\//, 'ui/texts/en/');

const orphans = (files: readonly Parsed[]): readonly Breach[] => {
  const imported = new Set(files.flatMap((one) => one.imports.map(({ target }) => target)));
  return files
    .filter(({ file }) => /^(src|ui|displays)\//.test(file))
    .filter(({ file }) => !imported.has(english(file)) && !ENTRY.test(file))
    .map(({ file }) => ({ file, line: 1, message: 'is imported by nobody' }));
};

/** Every import that the house's order forbids, rings of imports, and files that nobody uses. */
export const boundaryBreaches = (root: string): readonly Breach[] => {
  const files = sourceFiles(root, ['src', 'ui', 'displays', 'scripts', 'test']).map((file) => ({
    file,
    imports: importsOf(parseSource(root, file)),
  }));
  const namesFor = declared(root);
  return [
    ...files.flatMap(forbidden),
    ...files.flatMap((one) => undeclared(one, namesFor(one.file))),
    ...cycles(files),
    ...orphans(files),
  ];
};
