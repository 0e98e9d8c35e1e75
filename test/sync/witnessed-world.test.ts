import { expect, test } from 'bun:test';
import { runWorld } from '../world.ts';

const SEEDS = Math.ceil(Number(process.env['FELT_SEEDS'] ?? 1_000) / 20);
const TIMEOUT_MS = Number(process.env['FELT_TIMEOUT_MS'] ?? 120_000);

test(
  `${SEEDS} worlds in which logs are witnessed: both sides keep the same, and no false alarm is given`,
  async () => {
    let made = 0;
    for (let n = 0; n < SEEDS; n++) {
      const { seed, wrong, checkpoints } = await runWorld(`witness-${n}`, {}, { witnessed: true });
      if (wrong.length > 0) throw new Error(`${seed}: ${wrong.join('; ')}`);
      made += checkpoints;
    }
    expect(made).toBeGreaterThan(SEEDS);
  },
  TIMEOUT_MS,
);
