import type { Settings } from '../server/settings.ts';
import { WATCH_SETTINGS } from '../server/watch-settings.ts';

/** Whatever a core can be told from outside; `--help` tells it in this order. */
export const CORE_SETTINGS: Settings = {
  file: '/etc/felt/core.conf',
  all: [
    {
      key: 'DATABASE_URL',
      says: 'PostgreSQL, as a user who may make roles (else an embedded one, in a checkout)',
    },
    { key: 'FELT_CORE_PORT', says: 'port to listen on (8090)' },
    { key: 'FELT_CORE_HOST', says: 'address to listen on (0.0.0.0: every one of this machine)' },
    {
      key: 'FELT_CORE_DATA',
      says: 'folder of the hub, its keys and an embedded database (./data-core)',
    },
    {
      key: 'FELT_CORE_URL',
      says: 'address of this core for leaves and browsers, of a proxy in front that does TLS: https://… (leaves take http from their own machine alone)',
    },
    {
      key: 'FELT_PROXIES',
      says: 'addresses or nets of such proxies, with commas between: their X-Forwarded-For says who asks (those on this machine are always believed)',
    },
    { key: 'FELT_HUB', says: 'name or address of the hub for leaves (this machine alone)' },
    { key: 'FELT_HUB_PORT', says: "the hub's port for leaves (7422)" },
    {
      key: 'FELT_HUB_CERT',
      says: 'file of a certificate that the world trusts for the hub, in place of one that the leaves are told when they enrol',
    },
    { key: 'FELT_HUB_KEY', says: 'file of its private key' },
    {
      key: 'FELT_HUB_CLIENT',
      says: "another core's hub in place of an own one: its address for clients",
    },
    { key: 'FELT_HUB_SECRETS', says: 'the file of secrets that both cores then share' },
    {
      key: 'FELT_HUB_CLIENT_PORT',
      says: "port of loopback at which other cores find this one's hub (any free one)",
    },
    {
      key: 'FELT_VENUE_DAY_MB',
      says: 'MB that the core takes in from one venue in a day, before the rest waits (1024)',
    },
    {
      key: 'FELT_VIRTUAL',
      says: 'folder of the leaves on this machine (/var/lib/felt/virtual)',
    },
    {
      key: 'FELT_ROOT_KEYS',
      says: 'file of root keys that releases are held against (those of this build); leaves trust their own alone',
    },
    {
      key: 'FELT_OIDC_ISSUER',
      says: 'an OpenID provider where users sign in, too; it sends them back to <FELT_CORE_URL>/api/v1/sign-in/oidc/callback. Only whom an administrator has added comes in: known by the verified e-mail address at first, then for good',
    },
    { key: 'FELT_OIDC_CLIENT_ID', says: 'what the provider knows this core as' },
    { key: 'FELT_OIDC_CLIENT_SECRET', says: 'and the secret for it' },
    ...WATCH_SETTINGS,
    { key: 'NATS_SERVER', says: 'path of a nats-server in place of the bundled one' },
  ],
};
