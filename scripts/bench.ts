import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchCommands } from './bench/commands.ts';
import { benchFlat } from './bench/flat.ts';
import { benchFold } from './bench/fold.ts';
import type { Measure } from './bench/measure.ts';
import { lineOf, recordOf } from './bench/measure.ts';
import { benchMemory } from './bench/memory.ts';
import { benchSeen } from './bench/seen.ts';
import { benchStart } from './bench/start.ts';

const BENCHES: { readonly [name: string]: () => Measure | Promise<Measure> } = {
  commands: benchCommands,
  seen: benchSeen,
  fold: benchFold,
  flat: benchFlat,
  memory: benchMemory,
  start: benchStart,
};

const USAGE = `usage: npm run bench -- [--only ${Object.keys(BENCHES).join('|')}]… [--json FILE]

  Ratios to bare tools measured in the same run; exits with 1 where a bound is missed.
  FELT_EVENTS   events in the large log of flat (1000000)
  FELT_SECONDS  seconds between the last socket and the weighing of memory (60)`;

const asked = () => {
  try {
    const options = { only: { type: 'string', multiple: true }, json: { type: 'string' } } as const;
    const { only = Object.keys(BENCHES), json } = parseArgs({ options }).values;
    return only.every((name) => name in BENCHES) ? { only, json } : null;
  } catch {
    return null;
  }
};

const wish = asked();
if (wish === null) {
  console.error(USAGE);
  process.exit(2);
}

const measures: Measure[] = [];
for (const name of wish.only) {
  const measure = await BENCHES[name]?.();
  if (measure === undefined) continue;
  measures.push(measure);
  console.log(lineOf(measure));
  for (const note of measure.notes) console.log(`  ${note}`);
}
if (wish.json !== undefined) {
  writeFileSync(wish.json, `${JSON.stringify(measures.map(recordOf), null, 2)}\n`);
}
process.exit(measures.every(({ met }) => met) ? 0 : 1);
