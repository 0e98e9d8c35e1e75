import type { Machine } from './machine.ts';
import { OTHER_PORT, until } from './machine.ts';
import { mustBe, mustSay } from './steps.ts';
import { health, page } from './venue.ts';
import { VERSIONS } from './versions.ts';

/** From power on to the first page, in words. */
export const firstPage = async (machine: Machine): Promise<string> => {
  const begun = performance.now();
  const agentMs = await machine.booted();
  await until('the leaf serves', async () => (await health(machine.url)).version !== '');
  const allMs = performance.now() - begun;
  return `system up after ${Math.round(agentMs / 1000)} s, the first answer after ${Math.round(allMs / 1000)} s`;
};

/** From the order to reboot to the first page, in words. */
export const rebooted = async (machine: Machine): Promise<string> => {
  const begun = performance.now();
  await machine.reboot();
  await until('the leaf serves', async () => (await health(machine.url)).version !== '');
  return `serves ${Math.round((performance.now() - begun) / 1000)} s after the order`;
};

/** As a phone in the venue's network that asks for http://felt.local. */
export const wizardAnswers = async ({ url, out }: Machine): Promise<string> => {
  const setup = await page(url, '/setup');
  mustBe('/setup', setup.status, 200);
  mustSay('/setup', await setup.text(), /<title>Felt<\/title>/u);
  mustBe('version', (await health(url)).version, VERSIONS.old.version);
  const resolved = await out('avahi-resolve -4 -n felt.local');
  const services = await out('avahi-browse -tpr _felt._tcp');
  mustSay('avahi', services, /felt\.local;[\d.]+;80/u);
  return resolved.replace(/\s+/gu, ' ');
};

export const everythingRuns = async ({ out, sh }: Machine): Promise<string> => {
  const state = (await sh('systemctl is-system-running --wait')).out.trim();
  mustBe('failed units', await out('systemctl --failed --plain --no-legend'), '');
  mustBe('system', state, 'running');
  const services =
    'felt-leaf felt-update.path felt-disk.timer avahi-daemon chrony felt-ntp.path nftables systemd-networkd';
  await out(`systemctl is-active ${services}`);
  return `running: ${services}`;
};

export const rootIsOnlyRead = async ({ out, sh }: Machine): Promise<string> => {
  const options = await out('findmnt -no OPTIONS /');
  mustSay('mounts', options, /^ro,/u);
  for (const folder of ['/', '/etc', '/usr/lib/felt', '/opt'])
    if ((await sh(`touch ${folder}/x`)).code === 0) throw new Error(`${folder} can be written`);
  return options;
};

/** Nothing that is written outlives a boot, but for the data volume. */
export const rootIsReadOnly = async (machine: Machine): Promise<string> => {
  const { out } = machine;
  await rootIsOnlyRead(machine);
  await out('echo gone >/var/tmp/gone; echo gone >/etc/felt/kept');
  return `${await out('findmnt -no FSTYPE /var')} on /var`;
};

export const forgetsVar = async ({ out, sh }: Machine): Promise<string> => {
  if ((await sh('test -e /var/tmp/gone')).code === 0) throw new Error('/var kept a file');
  await out('test -e /etc/felt/kept && rm /etc/felt/kept');
  return 'what was in /var is gone, what was in /etc/felt is there';
};

/** Whether what listens on the guest's other port says its word. */
const hears = async (port: number): Promise<boolean> => {
  let heard = '';
  const socket = await Bun.connect({
    ...{ hostname: '127.0.0.1', port },
    socket: {
      data: (_, bytes) => {
        heard += bytes.toString();
      },
    },
  });
  await until('a word', async () => heard !== '', 8_000).catch(() => undefined);
  socket.end();
  return heard !== '';
};

/** The same listener, with the rules as they are and with one that lets it through. */
export const rulesHold = async ({ out, otherPort }: Machine): Promise<string> => {
  await out(
    `systemd-run --unit probe systemd-socket-activate --listen ${OTHER_PORT} --accept --inetd /bin/echo open`,
  );
  mustBe('heard through the rules', await hears(otherPort), false);
  await out(`nft insert rule inet felt venue tcp dport ${OTHER_PORT} accept`);
  mustBe('heard without them', await hears(otherPort), true);
  await out('systemctl stop probe.service; systemctl reload nftables.service');
  return `port ${OTHER_PORT} is dropped, and heard once a rule lets it through`;
};

/** Nobody gets in but by the leaf's own port. */
export const isShut = async ({ out }: Machine): Promise<string> => {
  mustSay('root', await out('passwd -S root'), /^root L /u);
  const listening = await out("ss -Htln | awk '{ print $4 }' | grep -v '^127\\.' | sort");
  mustBe('ports', listening, '0.0.0.0:80');
  mustSay('nftables', await out('nft list chain inet felt input'), /policy drop/u);
  mustBe('keys', await out('ls /etc/ssh/ssh_host_* 2>/dev/null | wc -l'), '0');
  return 'port 80 alone, no password, no ssh';
};

/** The disk is searched from outside, as whoever carries the board away would. */
export const findsOnDisk = (folder: string, words: string): boolean =>
  Bun.spawnSync(['grep', '-aqF', words, `${folder}/disk.img`]).exitCode === 0;
