import { dlopen, ptr } from 'bun:ffi';
import { rmSync } from 'node:fs';

const AF_UNIX = 1;
const SOCK_DGRAM_CLOEXEC = 2 | 0o2000000;
const MSG_DONTWAIT = 0x40;
const LOOK_EVERY_MS = 10;

/**
 * The other end of sd_notify: what a service tells its manager, one message per call. Bun has no
 * datagrams on such sockets, so it is looked at every 10 ms by way of the C library.
 * @param name path, or an abstract name with `@` in front.
 */
export const openNotifySocket = (name: string, heard: (message: string) => void) => {
  const { symbols } = dlopen('libc.so.6', {
    socket: { args: ['i32', 'i32', 'i32'], returns: 'i32' },
    bind: { args: ['i32', 'ptr', 'u32'], returns: 'i32' },
    recv: { args: ['i32', 'ptr', 'u64', 'i32'], returns: 'i64' },
    close: { args: ['i32'], returns: 'i32' },
  });
  const address = Buffer.concat([
    new Uint8Array(new Uint16Array([AF_UNIX]).buffer),
    Buffer.from(name.replace(/^@/u, '\0')),
  ]);
  const socket = symbols.socket(AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
  if (symbols.bind(socket, ptr(address), address.length) !== 0) {
    throw new Error(`cannot bind ${name}`);
  }
  const buffer = Buffer.alloc(4096);
  const look = () => {
    for (;;) {
      const length = Number(symbols.recv(socket, ptr(buffer), buffer.length, MSG_DONTWAIT));
      if (length < 0) return;
      heard(buffer.toString('utf8', 0, length));
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return {
    close: () => {
      clearInterval(timer);
      symbols.close(socket);
      if (!name.startsWith('@')) rmSync(name, { force: true });
    },
  };
};
