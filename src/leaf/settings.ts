import type { Settings } from '../server/settings.ts';
import { WATCH_SETTINGS } from '../server/watch-settings.ts';

/** Whatever a leaf can be told from outside; `--help` tells it in this order. */
export const LEAF_SETTINGS: Settings = {
  file: '/etc/felt/leaf.conf',
  all: [
    { key: 'FELT_PORT', says: 'port to listen on (8080)' },
    { key: 'FELT_HOST', says: 'address to listen on (0.0.0.0: every one of this machine)' },
    { key: 'FELT_DATA', says: 'folder that holds everything (./data)' },
    {
      key: 'FELT_HOSTS',
      says: 'further names under which the leaf is reached, with commas between',
    },
    {
      key: 'FELT_PROXIES',
      says: 'addresses or nets of proxies in front, with commas between: their X-Forwarded-For says who asks (those on this machine are always believed)',
    },
    {
      key: 'FELT_CORE',
      says: 'address of a core (https, or this machine): with FELT_ENROL, the leaf joins it at its first start',
    },
    { key: 'FELT_ENROL', says: 'one-time code of that core' },
    {
      key: 'FELT_VIRTUAL',
      says: '1: a leaf at a provider, beside those of other venues: it joins the core of FELT_CORE and no other, and alerts go where an admin says on the internet only (0)',
    },
    {
      key: 'FELT_BACKUP_TO',
      says: 'absolute folders that get a copy of each backup, with commas between: where a stick or another disk is mounted',
    },
    { key: 'FELT_BACKUP_MB', says: 'MB of backups that are kept in each place (2048)' },
    { key: 'FELT_CHANNEL', says: 'which releases it is offered: stable or beta (stable)' },
    { key: 'FELT_RELEASES', says: 'folder of the releases that updates put in (/opt/felt)' },
    {
      key: 'FELT_CONFIRM_MS',
      says: 'ms that an update has to be well until it is confirmed (600000)',
    },
    ...WATCH_SETTINGS,
    {
      key: 'FELT_BALLAST_MB',
      says: 'MB that are held back beside the log, and given up when the disk is full (64; 0: none)',
    },
    { key: 'NATS_SERVER', says: 'path of a nats-server in place of the bundled one' },
  ],
};
