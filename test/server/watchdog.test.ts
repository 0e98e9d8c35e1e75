import { expect, test } from 'bun:test';
import { feedWatchdog } from '../../src/server/watchdog.ts';

/** Hears signs of life and statuses in order; `until` waits for one of them. */
const listener = (watchdogMs: number | null) => {
  const heard: string[] = [];
  const waits: { readonly text: string; readonly resolve: () => void }[] = [];
  const hear = (text: string) => {
    heard.push(text);
    for (const wait of waits.splice(0)) {
      if (wait.text === text) wait.resolve();
      else waits.push(wait);
    }
  };
  return {
    ...{ heard, watchdogMs },
    beat: () => hear('beat'),
    status: hear,
    until: (text: string) =>
      new Promise<void>((resolve) => {
        waits.push({ text, resolve });
      }),
  };
};

const WAIT_MS = 60;

test('OPS-5: signs of life come several times within the time that the watchdog waits', async () => {
  const manager = listener(WAIT_MS);
  const startedAt = performance.now();
  const watch = feedWatchdog({ manager, ailment: () => null, wellStatus: 'well' });
  await manager.until('beat');
  expect(performance.now() - startedAt).toBeGreaterThan(WAIT_MS / 4);
  await manager.until('beat');
  watch.stop();
  expect(manager.heard).toEqual(['beat', 'beat']);
});

test('OPS-5: whoever ails gives no sign of life, says why, and goes on when it is over', async () => {
  const manager = listener(WAIT_MS);
  let ails: string | null = 'nothing was written for 4 s';
  const watch = feedWatchdog({ manager, ailment: () => ails, wellStatus: 'serves' });
  await manager.until('nothing was written for 4 s');
  ails = null;
  await manager.until('beat');
  watch.stop();
  expect(manager.heard).toEqual(['nothing was written for 4 s', 'serves', 'beat']);
});

test('OPS-5: a question that fails is an ailment, and no end of the watch', async () => {
  const manager = listener(WAIT_MS);
  let fails = true;
  const ailment = () => {
    if (fails) throw new Error('no such folder');
    return null;
  };
  const watch = feedWatchdog({ manager, ailment, wellStatus: 'serves' });
  await manager.until('Error: no such folder');
  fails = false;
  await manager.until('beat');
  watch.stop();
  expect(manager.heard).toEqual(['Error: no such folder', 'serves', 'beat']);
});

test('OPS-5: nobody is asked where no watchdog waits', () => {
  const manager = listener(null);
  const ailment = () => {
    throw new Error('asked');
  };
  feedWatchdog({ manager, ailment, wellStatus: 'well' }).stop();
  expect(manager.heard).toEqual([]);
});

test('OPS-5: a loop that takes too long to come round gives no sign of life, and says for how long', async () => {
  const manager = listener(WAIT_MS);
  const busy = setInterval(() => {
    const until = performance.now() + 30;
    while (performance.now() < until);
  }, 0);
  const watch = feedWatchdog({
    ...{ manager, ailment: () => null, wellStatus: 'serves', turnWithinMs: 5 },
  });
  while (manager.heard.length === 0) await Bun.sleep(1);
  expect(manager.heard[0]).toMatch(/^busy for \d+ ms$/u);
  clearInterval(busy);
  await manager.until('beat');
  watch.stop();
});
