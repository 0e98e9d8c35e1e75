/**
 * Largest document or order in bytes: a picture of 256 KB as base64 in JSON, and room to spare. Every
 * build's servers take as much.
 */
export const MAX_PAYLOAD = 1024 * 1024;
/**
 * Largest message of all, a log's: an event goes whole, and the seats of 5,500 players redrawn are one
 * of a megabyte. Only sent where the core has said that its hub takes it (`Ack.most`).
 */
export const MOST_PAYLOAD = 8 * MAX_PAYLOAD;

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

/**
 * nats-server's own notation. Only text in double quotes is taken literally; without them, `$x` is a
 * variable and `2s` may be a number.
 */
const written = (value: Value): string => {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value !== 'object') return String(value);
  if (isList(value)) return `[${value.map(written).join(', ')}]`;
  return `{ ${pairs(value).join(', ')} }`;
};

const isList = (value: object): value is readonly Value[] => Array.isArray(value);

const pairs = (values: { readonly [key: string]: Value }): readonly string[] =>
  Object.entries(values).map(([key, value]) => `${JSON.stringify(key)}: ${written(value)}`);

const text = (values: { readonly [key: string]: Value }): string => `${pairs(values).join('\n')}\n`;

/** What both have: nothing of it is reached from other machines. */
const common = (folder: string) => ({
  // Free ports of the machine's choice; nats-server writes down which.
  http: '127.0.0.1:-1',
  ports_file_dir: folder,
  logtime: false,
  max_payload: MOST_PAYLOAD,
});

/**
 * The leaf's nats-server: no JetStream, a client port on loopback behind a token, and one leaf-node
 * connection to the hub, whose TLS it does.
 * @param serverName must be unique among all leaves: two of the same name throw each other out.
 */
export const leafConfig = (options: {
  readonly folder: string;
  readonly serverName: string;
  readonly token: string;
  readonly hub: { readonly urls: readonly string[]; readonly tlsCaFile?: string | undefined };
  readonly credsFile: string;
}): string => {
  const { folder, serverName, token, hub, credsFile } = options;
  // `tls://` alone does not insist: where the hub, or somebody in between, says that it speaks no
  // TLS, nats-server goes on in plain text (measured with 2.15.1). This part makes it insist.
  const tls = { timeout: '5s', ...(hub.tlsCaFile ? { ca_file: hub.tlsCaFile } : {}) };
  const remote = {
    urls: hub.urls,
    credentials: credsFile,
    // The default of 1 s never gets through on a link of 500 ms (nats-server #5417).
    first_info_timeout: '5s',
    ...(hub.urls.some((url) => url.startsWith('tls:')) ? { tls } : {}),
  };
  return text({
    server_name: serverName,
    listen: '127.0.0.1:-1',
    ...common(folder),
    authorization: { token },
    leafnodes: { reconnect: '2s', remotes: [remote] },
  });
};

/**
 * The hub: operator mode, JetStream that syncs each message to disk before it acknowledges it, and
 * a port for leaf nodes. Clients reach it on loopback only.
 */
export const hubConfig = (options: {
  readonly folder: string;
  readonly operatorJwt: string;
  readonly systemAccount: string;
  /** JWT by public key of each account, for a hub that starts with an empty folder. */
  readonly accounts: Readonly<Record<string, string>>;
  readonly leafListen: string;
  /** 0: any free one. */
  readonly clientPort: number;
  readonly maxFileBytes: number;
  readonly tls?: { readonly certFile: string; readonly keyFile: string } | undefined;
}): string => {
  const { folder, tls } = options;
  const secure = tls
    ? { tls: { cert_file: tls.certFile, key_file: tls.keyFile, timeout: '5s' } }
    : {};
  return text({
    server_name: 'hub',
    listen: `127.0.0.1:${options.clientPort || -1}`,
    ...common(folder),
    operator: options.operatorJwt,
    system_account: options.systemAccount,
    resolver: { type: 'full', dir: `${folder}/accounts`, allow_delete: false, interval: '2m' },
    resolver_preload: options.accounts,
    jetstream: {
      store_dir: `${folder}/jetstream`,
      domain: 'core',
      // Without it a power cut takes what was acknowledged in the last two minutes.
      sync_interval: 'always',
      max_file: options.maxFileBytes,
      max_mem: 16 * 1024 * 1024,
    },
    // Leaves come by the name that they were told: the certificate knows no other address.
    leafnodes: {
      ...{ listen: options.leafListen, no_advertise: true },
      // Its buffers are nine tenths of what a leaf costs the hub: 231 MB with 100 of them, 46 without.
      compression: 'off',
      ...secure,
    },
  });
};
