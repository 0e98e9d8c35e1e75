import type { Machine } from './machine.ts';

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);

const megabytes = (kib: number): number => Math.round((kib * 1024) / 1e6);

/** Of the whole machine, in words. */
export const memoryOf = async ({ out }: Machine): Promise<string> => {
  const memory = await out('cat /proc/meminfo');
  const total = numberIn(memory, /MemTotal:\s+(\d+)/u);
  const free = numberIn(memory, /MemAvailable:\s+(\d+)/u);
  return `${megabytes(total - free)} of ${megabytes(total)} MB in use`;
};

/** What the guest takes and took, in words. */
export const measured = async (machine: Machine): Promise<string> => {
  const { out } = machine;
  const pid = await out('systemctl show --property MainPID --value felt-leaf.service');
  const leaf = numberIn(await out(`cat /proc/${pid}/status`), /VmRSS:\s+(\d+)/u);
  const root = await out("df -m --output=used / | tail -n 1 | tr -d ' '");
  const boot = (await out('systemd-analyze time')).split('\n')[0] ?? '';
  return [
    `${await memoryOf(machine)}, the leaf ${megabytes(leaf)} MB`,
    `root file system ${root} MiB`,
    boot,
  ].join('; ');
};
