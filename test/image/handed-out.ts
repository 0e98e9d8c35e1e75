import { mustBe, mustSay } from './steps.ts';

const SECTOR = 512;

/** Where the root file system begins in the image, bytes. */
const rootOf = (image: string): number => {
  const { stdout } = Bun.spawnSync(['sfdisk', '--json', image]);
  const start = /"start":\s*(\d+)[^}]*"name":\s*"felt-root"/u.exec(stdout.toString())?.[1];
  if (start === undefined) throw new Error(`${image} has no partition felt-root`);
  return Number(start) * SECTOR;
};

/** Looks into the image's files without mounting it. */
const openImage = (image: string) => {
  const at = `${image}?offset=${rootOf(image)}`;
  const ask = (request: string): string => {
    const { stdout, stderr } = Bun.spawnSync(['debugfs', '-R', request, at]);
    return `${stdout}${stderr}`.replace(/^debugfs .*\n/mu, '');
  };
  return {
    isThere: (path: string): boolean => !/File not found/u.test(ask(`stat ${path}`)),
    text: (path: string): string => ask(`cat ${path}`),
  };
};

const OF_THE_TEST = [
  ...['/usr/sbin/qemu-ga', '/usr/bin/swtpm'],
  '/etc/systemd/system/felt-leaf.service.d/test.conf',
];
/** What every board makes for itself, or has none of. */
const OF_ONE_BOARD = [
  ...['/etc/ssh/ssh_host_rsa_key', '/etc/ssh/ssh_host_ed25519_key', '/var/lib/felt/leaf/felt.db'],
  ...['/var/lib/systemd/random-seed', '/etc/apt/sources.list'],
];

/** The image as it is handed out: nothing of the test, and nothing that two boards would share. */
export const isClean = async (image: string): Promise<string> => {
  const { isThere, text } = openImage(image);
  mustBe('the leaf', isThere('/usr/lib/felt/felt-leaf'), true);
  for (const path of [...OF_THE_TEST, ...OF_ONE_BOARD]) mustBe(path, isThere(path), false);
  mustBe('machine-id', text('/etc/machine-id'), '');
  mustSay('root', text('/etc/shadow'), /^root:[!*]/mu);
  return 'no agent, no key, no machine-id, no password';
};
