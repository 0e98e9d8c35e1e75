import { applyRelease } from '../../src/leaf/update/apply.ts';
import { openMachine } from '../../src/leaf/update/machine.ts';
import { placesOf, stagingOf } from '../../src/leaf/update/places.ts';
import { OLD, TARGET } from './executables.ts';

/** Root's part of an update on a machine whose clock is set right, to a moment of the test's choice. */
const [opt = '', data = '', nowMs = '', ...roots] = process.argv.slice(2);
const staging = stagingOf(data);
const deps = { places: placesOf(opt), staging, machine: openMachine() };
const own = { product: 'felt-leaf', ...OLD, commit: null, target: TARGET } as const;
const judge = { own, roots, channel: 'stable', nowMs: Number(nowMs) } as const;
const outcome = await applyRelease(deps, staging.ready, judge);
console.log(JSON.stringify(outcome));
process.exit(outcome.ok ? 0 : 1);
