import { copyFileSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Subprocess } from 'bun';
import { run } from '../../scripts/targets.ts';
import { answers, type Ran, shell } from './agent.ts';

/** UEFI for arm64 in qemu, as Debian's qemu-efi-aarch64 brings it. */
const FIRMWARE = '/usr/share/AAVMF';
/** Room for the data volume behind the image, as on a real disk. */
const DISK_BYTES = 5 * 1024 ** 3;
const MEMORY_MIB = 1024;
const BOOT_MS = 15 * 60_000;
const LOOK_MS = 250;

/** Waits until something is so; throws with what it waited for. */
export const until = async (
  what: string,
  isSo: () => Promise<boolean>,
  withinMs: number = BOOT_MS,
): Promise<number> => {
  const begun = performance.now();
  while (performance.now() - begun < withinMs) {
    if (await isSo().catch(() => false)) return Math.round(performance.now() - begun);
    await Bun.sleep(LOOK_MS);
  }
  throw new Error(`waited ${Math.round(withinMs / 1000)} s in vain: ${what}`);
};

const freePort = (): number => {
  const server = Bun.listen({ hostname: '127.0.0.1', port: 0, socket: { data: () => undefined } });
  const { port } = server;
  server.stop(true);
  return port;
};

/** A disk as an installer would have it: the image at its beginning, the rest empty. */
const writeDisk = (image: string, folder: string): void => {
  const disk = join(folder, 'disk.img');
  run(['cp', '--sparse=always', image, disk], folder);
  run(['truncate', '-s', String(DISK_BYTES), disk], folder);
  copyFileSync(join(FIRMWARE, 'AAVMF_VARS.fd'), join(folder, 'vars.fd'));
};

/** Where the TPM inside the test's image keeps its keys (felt-test-tpm.service). */
const writeTpm = (folder: string): void => {
  const disk = join(folder, 'tpm.img');
  run(['truncate', '-s', '16M', disk], folder);
  run(['mkfs.ext4', '-q', '-L', 'test-tpm', disk], folder);
};

const tpmArguments = (folder: string): readonly string[] => [
  ...['-drive', `if=none,id=tpm,format=raw,file=${join(folder, 'tpm.img')}`],
  ...['-device', 'virtio-blk-pci,drive=tpm'],
];

const usbArguments = (usb: string): readonly string[] => [
  ...['-device', 'qemu-xhci', '-device', 'usb-storage,drive=usb'],
  ...['-drive', `if=none,id=usb,format=raw,readonly=on,file=${usb}`],
];

const screenArguments = (folder: string): readonly string[] => [
  ...['-device', 'virtio-gpu-pci,xres=1280,yres=720'],
  ...['-qmp', `unix:${join(folder, 'screen.sock')},server=on,wait=off`],
];

export type Options = {
  readonly image: string;
  /** For its disk, firmware variables, TPM and console log. */
  readonly folder: string;
  readonly tpm: boolean;
  /** Image of a USB stick that is plugged in. */
  readonly usb?: string;
  /** Else that of a board. */
  readonly memoryMib?: number;
  /** A television on it: its graphics card, of which `screen.sock` takes pictures (QMP). */
  readonly screen?: boolean;
};

/** A port of the guest that nothing asks for, so that one can try whether it is shut. */
export const OTHER_PORT = 9999;

type Ports = { readonly web: number; readonly other: number };

const qemuArguments = (
  { folder, tpm, usb, memoryMib = MEMORY_MIB, screen = false }: Options,
  ports: Ports,
): readonly string[] => [
  ...['-M', 'virt,gic-version=3', '-cpu', 'cortex-a76', '-smp', '2', '-m', String(memoryMib)],
  ...['-accel', 'tcg,thread=multi', '-display', 'none', '-monitor', 'none'],
  ...['-drive', `if=pflash,format=raw,readonly=on,file=${FIRMWARE}/AAVMF_CODE.fd`],
  ...['-drive', `if=pflash,format=raw,file=${join(folder, 'vars.fd')}`],
  ...['-drive', `if=none,id=disk,format=raw,discard=unmap,file=${join(folder, 'disk.img')}`],
  ...['-device', 'virtio-blk-pci,drive=disk', '-device', 'virtio-rng-pci'],
  '-netdev',
  [
    'user,id=net',
    `hostfwd=tcp:127.0.0.1:${ports.web}-:80`,
    `hostfwd=tcp:127.0.0.1:${ports.other}-:${OTHER_PORT}`,
  ].join(','),
  ...['-device', 'virtio-net-pci,netdev=net,romfile=', '-device', 'i6300esb'],
  ...['-chardev', `file,id=console,append=on,path=${join(folder, 'console.log')}`],
  ...['-serial', 'chardev:console', '-device', 'virtio-serial-pci'],
  ...['-chardev', `socket,id=agent,server=on,wait=off,path=${join(folder, 'agent.sock')}`],
  ...['-device', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0'],
  ...(tpm ? tpmArguments(folder) : []),
  ...(usb === undefined ? [] : usbArguments(usb)),
  ...(screen ? screenArguments(folder) : []),
];

export type Machine = {
  /** Address of its port 80 from here. */
  readonly url: string;
  /** Where its OTHER_PORT is reached from here. */
  readonly otherPort: number;
  readonly sh: (line: string, withinMs?: number) => Promise<Ran>;
  /** What the line wrote; @throws Error where it failed. */
  readonly out: (line: string, withinMs?: number) => Promise<string>;
  /** Milliseconds until its agent answers. */
  readonly booted: () => Promise<number>;
  /** Orderly, and then it is up again: milliseconds until then. */
  readonly reboot: () => Promise<number>;
  /** As if the plug were pulled, then plugged in: resolves once it boots again. */
  readonly cutPower: () => Promise<void>;
  /** The same at the moment at which its console says so. */
  readonly cutPowerAt: (said: RegExp) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** A board that boots an image from its disk: qemu with two emulated cores, without KVM. */
export const startMachine = async (options: Options): Promise<Machine> => {
  const { image, folder, tpm } = options;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'console.log'), '');
  writeDisk(image, folder);
  if (tpm) writeTpm(folder);
  const agent = join(folder, 'agent.sock');
  const ports = { web: freePort(), other: freePort() };
  let qemu: Subprocess | null = null;
  const start = (): void => {
    qemu = Bun.spawn(['qemu-system-aarch64', ...qemuArguments(options, ports)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  };
  const stop = async (): Promise<void> => {
    qemu?.kill('SIGKILL');
    await qemu?.exited;
  };
  const cutPower = async (): Promise<void> => {
    await stop();
    start();
  };
  const console = join(folder, 'console.log');
  const sh = (line: string, withinMs?: number) => shell(agent, line, withinMs);
  const out = async (line: string, withinMs?: number): Promise<string> => {
    const { code, out: text, err } = await sh(line, withinMs);
    if (code !== 0) throw new Error(`in the guest: ${line}: ${code} ${err}${text}`);
    return text.trim();
  };
  const booted = () => until('the guest answers', () => answers(agent));
  start();
  return {
    url: `http://127.0.0.1:${ports.web}`,
    otherPort: ports.other,
    ...{ sh, out, booted, stop },
    reboot: async () => {
      const before = await out('cat /proc/sys/kernel/random/boot_id');
      await sh('systemctl --no-block reboot');
      return until('it is up again', async () => {
        return (await out('cat /proc/sys/kernel/random/boot_id', 10_000)) !== before;
      });
    },
    cutPower,
    cutPowerAt: async (said) => {
      const from = statSync(console).size;
      await until(`the console says ${said}`, async () =>
        said.test(await Bun.file(console).slice(from).text()),
      );
      await cutPower();
    },
  };
};

/** Megabytes that a file takes in all, and those of them that are not holes. */
export const sizeOf = (file: string) => {
  const { size, blocks } = statSync(file);
  return { megabytes: Math.round(size / 1e6), usedMegabytes: Math.round((blocks * 512) / 1e6) };
};
