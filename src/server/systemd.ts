import { dlopen, ptr } from 'bun:ffi';

/** From <sys/socket.h>, the same on 64-bit ARM and x86. */
const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC = 2 | 0o2000000;
const MSG_DONTWAIT_NOSIGNAL = 0x40 | 0x4000;
/** `sockaddr_un` holds 108 bytes behind the family. */
const LONGEST_NAME = 108;

type Variables = { readonly [name: string]: string | undefined };

/** `sockaddr_un` of a path, or of an abstract name, which is written with `@` in front. */
const addressOf = (name: string): Uint8Array | null => {
  const bytes = Buffer.from(name.replace(/^@/u, '\0'));
  if (bytes.length === 0 || bytes.length > LONGEST_NAME) return null;
  return Buffer.concat([new Uint8Array(new Uint16Array([AF_UNIX]).buffer), bytes]);
};

/**
 * Sends datagrams to a socket of this machine, by way of the C library: Bun has streams only.
 * @returns false where nobody took it; never waits and never throws.
 */
const openSender = (name: string): ((text: string) => boolean) => {
  const address = addressOf(name);
  if (address === null) return () => false;
  const { symbols } = dlopen('libc.so.6', {
    socket: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
    sendto: { args: ['i32', 'ptr', 'u64', 'i32', 'ptr', 'u32'], returns: 'i64' },
  });
  const socket = symbols.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
  return (text) => {
    const bytes = Buffer.from(text);
    const sent = symbols.sendto(
      ...([socket, ptr(bytes), bytes.length, MSG_DONTWAIT_NOSIGNAL] as const),
      ...([ptr(address), address.length] as const),
    );
    return Number(sent) === bytes.length;
  };
};

/** ms, of a variable in µs; null where systemd does not watch this very process. */
const watchdogOf = (env: Variables): number | null => {
  const { WATCHDOG_USEC: usec, WATCHDOG_PID: pid } = env;
  if (usec === undefined || !/^[1-9]\d*$/u.test(usec)) return null;
  return pid === undefined || Number(pid) === process.pid ? Number(usec) / 1000 : null;
};

const line = (text: string): string => text.replaceAll('\n', ' ');
const usec = (ms: number): number => Math.round(ms * 1000);

/**
 * The service manager that started this process (sd_notify(3)). Without one, whatever is told goes
 * nowhere.
 */
export const openServiceManager = (env: Variables = process.env) => {
  const name = env['NOTIFY_SOCKET'];
  const tell = name === undefined || name === '' ? () => false : openSender(name);
  const watchdogMs = name === undefined ? null : watchdogOf(env);
  return {
    /** How long it waits for a sign of life; null: it does not. */
    watchdogMs,
    /** The start is over and all is well: from now on the watchdog runs. */
    ready: (status: string): void => {
      tell(`READY=1\nSTATUS=${line(status)}`);
    },
    /** Grants itself so much time to start or to end, from now on; to be said again before it is over. */
    extendStart: (ms: number): void => {
      tell(`EXTEND_TIMEOUT_USEC=${usec(ms)}`);
    },
    /** One line for whoever asks how it is. */
    status: (text: string): void => {
      tell(`STATUS=${line(text)}`);
    },
    /** A sign of life. Ready is said again: the first time there may have been no room for it. */
    beat: (): void => {
      tell('READY=1\nWATCHDOG=1');
    },
    /** It ends in order, within so long; whoever hangs instead has the unit's shorter time. */
    stopping: (withinMs: number): void => {
      tell(`STOPPING=1\nSTATUS=ends\nEXTEND_TIMEOUT_USEC=${usec(withinMs)}`);
    },
    /**
     * For work that holds up everything else for up to `withinMs` and cannot be cut into pieces, such
     * as a copy of the whole database: until it is done the watchdog waits so long.
     */
    patiently: async <T>(withinMs: number, work: () => T | Promise<T>): Promise<T> => {
      if (watchdogMs === null || withinMs <= watchdogMs) return work();
      tell(`WATCHDOG_USEC=${usec(withinMs)}`);
      try {
        return await work();
      } finally {
        tell(`WATCHDOG_USEC=${usec(watchdogMs)}`);
      }
    },
  };
};

export type ServiceManager = ReturnType<typeof openServiceManager>;
