import type { Machine } from './machine.ts';
import { memoryOf } from './measure.ts';
import { mustBe } from './steps.ts';

const GROUP = '/sys/fs/cgroup/system.slice/felt-kiosk.service';
const MINUTE_MS = 60_000;

/** Which run of the kiosk and which process of the browser: others, once one has ended. */
export const lifeOf = async ({ out }: Machine): Promise<string> => {
  const unit = await out('systemctl show --property InvocationID --value felt-kiosk');
  const cog = await out('grep -lx cog /proc/[0-9]*/comm | cut -d/ -f3');
  if (!/^\d+$/u.test(cog)) throw new Error(`no browser, or several: ${JSON.stringify(cog)}`);
  return `${unit} ${cog}`;
};

/**
 * Proportional share of memory of each program of the kiosk, in MB, what of it is pressed included; one
 * that ends meanwhile (a pause of kiosk.sh) is left out.
 */
const sharesOf = async ({ out }: Machine): Promise<ReadonlyMap<string, number>> => {
  const lines = await out(
    `for pid in $(cat ${GROUP}/cgroup.procs); do awk -v name="$(cat /proc/$pid/comm)" '` +
      '/^(Pss|SwapPss):/ { sum += $2 } END { if (sum) print name, sum }' +
      `' /proc/$pid/smaps_rollup || true; done 2>/dev/null`,
  );
  const shares = new Map<string, number>();
  for (const [name = '', kib = '0'] of lines.split('\n').map((line) => line.split(' ')))
    shares.set(name, (shares.get(name) ?? 0) + (Number(kib) * 1024) / 1e6);
  return shares;
};

const sum = (shares: ReadonlyMap<string, number>): number =>
  Math.round([...shares.values()].reduce((all, one) => all + one, 0));

/** Of each program and of the whole machine, in words. */
export const memoryInWords = async (machine: Machine): Promise<string> => {
  const shares = await sharesOf(machine);
  const parts = [...shares].map(([name, megabytes]) => `${name} ${megabytes.toFixed(0)}`);
  const peak = await machine.out(`cat ${GROUP}/memory.peak`);
  const [all, most] = [sum(shares), Math.round(Number(peak) / 1e6)];
  return `browser ${all} MB (${parts.join(', ')}), its unit ${most} MB at most; ${await memoryOf(machine)}`;
};

/**
 * Looks at the browser each minute.
 * @returns what it took at the beginning, at most, and at the end, in words.
 * @throws Error as soon as it is another one.
 */
export const lives = async (machine: Machine, minutes: number): Promise<string> => {
  const before = await lifeOf(machine);
  const megabytes = [sum(await sharesOf(machine))];
  for (let minute = 1; minute <= minutes; minute += 1) {
    await Bun.sleep(MINUTE_MS);
    mustBe(`the browser after ${minute} minutes`, await lifeOf(machine), before);
    megabytes.push(sum(await sharesOf(machine)));
  }
  const most = Math.max(...megabytes);
  const words = `${megabytes[0]} MB, at most ${most}, at the end ${megabytes.at(-1)}`;
  return `the same browser for ${minutes} minutes: ${words}; ${await memoryInWords(machine)}`;
};
