import fc from 'fast-check';

/** One seed for every random test, so that a run can be repeated: see `scripts/test.ts`. */
const SEED = process.env['FELT_SEED'];

if (SEED !== undefined) fc.configureGlobal({ seed: Number(SEED) });
