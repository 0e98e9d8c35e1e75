import type { Machine } from './machine.ts';
import { until } from './machine.ts';
import { mustBe, mustSay } from './steps.ts';
import { health } from './venue.ts';
import type { Which } from './versions.ts';
import { VERSIONS } from './versions.ts';

const APPLY_MS = 10 * 60_000;
const LISTEN_MS = 300;

const stateOf = async ({ out }: Machine): Promise<string> => out('cat /opt/felt/state');

const runs = async ({ url }: Machine, version: string): Promise<boolean> =>
  (await health(url)).version === version;

const plugIn = ({ out }: Machine): Promise<string> =>
  out('mkdir -p /run/usb && { mountpoint -q /run/usb || mount -r LABEL=FELT-USB /run/usb; }');

const fromStick = async (machine: Machine, which: Which, option = ''): Promise<string> => {
  await plugIn(machine);
  const { sequence } = VERSIONS[which];
  const command = `felt-leaf update /run/usb/${sequence}.felt ${option}`;
  const { out, err } = await machine.sh(command, APPLY_MS);
  return `${out}${err}`.trim();
};

/** As root at the board; the same checks are made of a file from the core. A clock runs all the time. */
const apply = (machine: Machine, which: Which): Promise<string> =>
  fromStick(machine, which, '--now');

/** Never in a running level without somebody's yes. */
export const waitsForYes = async (machine: Machine, which: Which): Promise<string> => {
  const before = await stateOf(machine);
  const said = await fromStick(machine, which);
  mustSay('refusal', said, /a clock runs: .*; wait, or say --now/u);
  mustBe('state', await stateOf(machine), before);
  return said;
};

/** What work answers, and for how many seconds at most nothing answered meanwhile. */
const withSilence = async <T>({ url }: Machine, work: () => Promise<T>) => {
  let isOver = false;
  let longestMs = 0;
  const listening = (async () => {
    let heardAt = performance.now();
    while (!isOver) {
      const isThere = await health(url).then(
        () => true,
        () => false,
      );
      const now = performance.now();
      longestMs = Math.max(longestMs, now - heardAt);
      if (isThere) heardAt = now;
      await Bun.sleep(LISTEN_MS);
    }
  })();
  try {
    const value = await work();
    return { value, silence: () => Math.round(longestMs / 1000) };
  } finally {
    isOver = true;
    await listening;
  }
};

/** On trial, then confirmed by itself. */
export const updates = async (machine: Machine, which: Which): Promise<string> => {
  const { version, sequence } = VERSIONS[which];
  const { value: said, silence } = await withSilence(machine, async () => {
    const words = await apply(machine, which);
    await until(`${version} runs`, () => runs(machine, version), APPLY_MS);
    return words;
  });
  const confirmed = new RegExp(`^CONFIRMED_SEQUENCE=${sequence}$`, 'mu');
  const ms = await until('confirmed', async () => confirmed.test(await stateOf(machine)), APPLY_MS);
  mustSay('state', await stateOf(machine), /^STATE=idle$/mu);
  mustBe('link', await machine.out('readlink /opt/felt/current'), `releases/${sequence}`);
  return `${said}; silent for ${silence()} s; confirmed ${Math.round(ms / 1000)} s later`;
};

/** It is put in place, fails, and the release before runs again, by itself. */
export const rollsBack = async (machine: Machine, which: Which, to: Which): Promise<string> => {
  const { version, sequence } = VERSIONS[to];
  const rolledBack = /^STATE=rolledback$/mu;
  const { silence } = await withSilence(machine, async () => {
    await apply(machine, which);
    await until('rolled back', async () => rolledBack.test(await stateOf(machine)), APPLY_MS);
    await until(`${version} runs`, () => runs(machine, version), APPLY_MS);
  });
  mustBe('link', await machine.out('readlink /opt/felt/current'), `releases/${sequence}`);
  const reason = /^REASON=(.*)$/mu.exec(await stateOf(machine))?.[1];
  return `back on ${version}, silent for ${silence()} s (${reason})`;
};

/**
 * From here on the times of the unit as it is handed out, which the test's image stretches because all
 * else is emulated, too: what a hang costs is their sum, and a start that is some ten times slower.
 */
export const withOwnTimes = async ({ out }: Machine): Promise<string> => {
  const folder = '/run/systemd/system/felt-leaf.service.d';
  const unit = '/usr/lib/systemd/system/felt-leaf.service';
  const times = '^\\[Service\\]|^(TimeoutStart|Watchdog|TimeoutStop)Sec=';
  await out(`mkdir -p ${folder}; grep -E '${times}' ${unit} >${folder}/zz-own-times.conf`);
  await out('systemctl daemon-reload');
  const shown = '--property TimeoutStartUSec --property WatchdogUSec';
  return (await out(`systemctl show ${shown} felt-leaf.service`)).replaceAll('\n', ', ');
};

/** A leaf that does nothing any more, not even end. */
export const healsFromStop = async (machine: Machine): Promise<string> => {
  const pid = 'systemctl show --property MainPID --value felt-leaf.service';
  const before = await machine.out(pid);
  await machine.out(`kill -STOP ${before}`);
  const ms = await until('it serves again', async () => {
    const now = await machine.out(pid);
    return now !== before && now !== '0' && (await health(machine.url)).version !== '';
  });
  mustSay(
    'journal',
    await machine.out('journalctl -b -u felt-leaf.service -o cat'),
    /Watchdog timeout|Failed with result 'watchdog'/u,
  );
  return `serves again after ${Math.round(ms / 1000)} s`;
};
