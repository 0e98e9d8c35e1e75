import { join } from 'node:path';
import { found, namesIn, numberAt, textAt } from './sys.ts';

/** What no sensor of a working board says. */
const isPossible = (celsius: number): boolean => celsius > -50 && celsius < 200;

/** The hottest of all thermal zones in °C; null where there is none. */
export const readTemperature = (root: string): number | null => {
  const folder = join(root, 'sys/class/thermal');
  const all = namesIn(folder)
    .filter((name) => /^thermal_zone\d+$/u.test(name))
    .map((name) => numberAt(join(folder, name, 'temp')));
  const celsius = found(all)
    .map((thousandths) => thousandths / 1000)
    .filter(isPossible);
  return celsius.length === 0 ? null : Math.max(...celsius);
};

/** Whether a Raspberry Pi's supply is too weak now; null where the board does not say. */
export const readUnderVoltage = (root: string): boolean | null => {
  const folder = join(root, 'sys/class/hwmon');
  const own = namesIn(folder).find((name) => textAt(join(folder, name, 'name')) === 'rpi_volt');
  const alarm = own === undefined ? null : numberAt(join(folder, own, 'in0_lcrit_alarm'));
  return alarm === null ? null : alarm === 1;
};

/** A UPS or battery as the kernel shows it (OPS-9). */
export type Supply = {
  readonly onBattery: boolean;
  /** 0 to 100; null: it does not say. */
  readonly percent: number | null;
  readonly secondsLeft: number | null;
};

/** Batteries of a mouse or a pen say that they are a device's. */
const isOfMachine = (folder: string): boolean => textAt(join(folder, 'scope')) !== 'Device';

/** The battery that holds this machine; null where there is none. */
export const readSupply = (root: string): Supply | null => {
  const folder = join(root, 'sys/class/power_supply');
  const battery = namesIn(folder)
    .map((name) => join(folder, name))
    .find((one) => /^(?:Battery|UPS)$/u.test(textAt(join(one, 'type')) ?? '') && isOfMachine(one));
  if (battery === undefined) return null;
  return {
    onBattery: textAt(join(battery, 'status')) === 'Discharging',
    percent: numberAt(join(battery, 'capacity')),
    secondsLeft: numberAt(join(battery, 'time_to_empty_now')),
  };
};

export type Memory = { readonly totalBytes: number; readonly availableBytes: number };

export const readMemory = (root: string): Memory | null => {
  const text = textAt(join(root, 'proc/meminfo')) ?? '';
  const [total, available] = ['MemTotal', 'MemAvailable'].map((name) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'mu').exec(text)?.[1] ?? Number.NaN),
  );
  if (!Number.isFinite(total) || !Number.isFinite(available)) return null;
  return { totalBytes: (total ?? 0) * 1024, availableBytes: (available ?? 0) * 1024 };
};

/** Processes that ran or waited for the disk, on average over a minute; null: unknown. */
export const readLoad = (root: string): number | null => {
  const [minute] = (textAt(join(root, 'proc/loadavg')) ?? '').split(' ');
  return minute !== undefined && /^\d+\.\d+$/u.test(minute) ? Number(minute) : null;
};
