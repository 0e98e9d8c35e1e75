import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { benchCommands } from './bench/commands.ts';
import { benchFlat } from './bench/flat.ts';
import { benchFold } from './bench/fold.ts';
import type { Measure } from './bench/measure.ts';
import { lineOf, recordOf } from './bench/measure.ts';
import { benchMemory } from './bench/memory.ts';
import { benchPhone } from './bench/phone.ts';
import { benchScale } from './bench/scale.ts';
import { benchScreen } from './bench/screen.ts';
import { benchSeen } from './bench/seen.ts';
import { benchSize } from './bench/size.ts';
import { benchStart } from './bench/start.ts';
import { benchDrain } from './bench/sync.ts';
import { benchTyping } from './bench/typing.ts';
import { benchWeights } from './bench/weights.ts';

type Result = Measure | readonly Measure[];

const BENCHES: { readonly [name: string]: () => Result | Promise<Result> } = {
  commands: benchCommands,
  seen: benchSeen,
  fold: benchFold,
  flat: benchFlat,
  memory: benchMemory,
  start: benchStart,
  weights: benchWeights,
  screen: benchScreen,
  phone: benchPhone,
  typing: benchTyping,
  drain: benchDrain,
  scale: benchScale,
  size: benchSize,
};

const USAGE = `usage: npm run bench -- [[--only] ${Object.keys(BENCHES).join('|')}]… [--json FILE]

  Ratios to bare tools measured in the same run; exits with 1 where a bound is missed.
  FELT_EVENTS   events in the large log of flat (1000000)
  FELT_SECONDS  seconds between the last socket and the weighing of memory (60)
  FELT_HOURS    hours of the night that a screen is shown (8)
  FELT_QUEUED   events that wait after an outage (60000)
  FELT_VENUES   venues that play at once into one core (500)
  FELT_HOUR_MS  ms into which size presses the load of an hour (60000; 3600000: a real hour, which
                alone is judged by what grew in it)`;

const asked = () => {
  try {
    const options = { only: { type: 'string', multiple: true }, json: { type: 'string' } } as const;
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    const named = [...(values.only ?? []), ...positionals];
    const only = named.length > 0 ? named : Object.keys(BENCHES);
    return only.every((name) => name in BENCHES) ? { only, json: values.json } : null;
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
  for (const measure of [(await BENCHES[name]?.()) ?? []].flat()) {
    measures.push(measure);
    console.log(lineOf(measure));
    for (const note of measure.notes) console.log(`  ${note}`);
  }
}
if (wish.json !== undefined) {
  writeFileSync(wish.json, `${JSON.stringify(measures.map(recordOf), null, 2)}\n`);
}
process.exit(measures.every(({ met }) => met) ? 0 : 1);
