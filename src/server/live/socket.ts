import type { ServerWebSocket } from 'bun';
import * as v from 'valibot';

/** What the leaf keeps about one open WebSocket. */
export type Link = {
  /** Answered since the last ping. */
  alive: boolean;
  /** Frames that made no sense; too many of them, and the socket is closed. */
  errors: number;
  readonly door: Door;
};

export type Socket = ServerWebSocket<Link>;

/** What one audience does with one socket of its own. */
export type Door = {
  /** Bytes that may wait for the client: one that is this far behind is dropped, never waited for. */
  readonly mostWaiting: number;
  readonly open: (socket: Socket) => void;
  readonly message: (socket: Socket, frame: unknown) => void;
  readonly close: (socket: Socket) => void;
};

/** Frames without sense that a socket may send in all. */
const MOST_ERRORS = 20;

export const isOpen = (socket: Socket): boolean => socket.readyState === WebSocket.OPEN;

export const tell = (socket: Socket, message: object): void => {
  socket.send(JSON.stringify(message));
};

export type LiveError = { readonly code: string; readonly message: string };

/** Says what was wrong with a frame; the socket stays, unless it does nothing else. */
export const complain = (socket: Socket, error: LiveError, more: object = {}): void => {
  const link = socket.data;
  link.errors += 1;
  tell(socket, { type: 'error', error, ...more });
  if (link.errors >= MOST_ERRORS) socket.close(1008, 'too many malformed messages');
};

const NO_JSON: LiveError = { code: 'NOT_JSON', message: 'The frame is no JSON text.' };

/** A frame as JSON; undefined where it is none, which the client was told. */
export const frameOf = (socket: Socket, frame: string | Buffer): unknown => {
  try {
    if (typeof frame === 'string') return JSON.parse(frame);
  } catch {
    // Told below, as for a binary frame.
  }
  complain(socket, NO_JSON);
  return undefined;
};

/** A frame of the shape asked for, or null where it has another one, which the client was told. */
export const understood = <S extends v.GenericSchema>(
  socket: Socket,
  schema: S,
  frame: unknown,
): v.InferOutput<S> | null => {
  const result = v.safeParse(schema, frame);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const message = `${v.getDotPath(issue) ?? 'message'}: ${issue.message}`.slice(0, 300);
  complain(socket, { code: 'INVALID', message });
  return null;
};
