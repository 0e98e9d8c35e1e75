import type { Context } from 'hono';
import { SECOND } from '../../kernel/time.ts';
import type { Env } from '../../server/env.ts';

/** Bun cuts an answer that is silent for 10 s, and a page takes silence for a line that was cut. */
const PING_MS = 5 * SECOND;
const PING = 'event: ping\ndata: {}\n\n';
/** Whoever reads so slowly is dropped, and comes back for everything. */
const MOST_WAITING = 8 * 1024 * 1024;

export type Stream = {
  readonly send: (event: string, message: object) => void;
  readonly end: () => void;
};

const encoder = new TextEncoder();

/**
 * Server-sent events for as long as the browser listens.
 * @param begin starts what is sent, and answers how it stops.
 */
export const eventStream = (
  c: Context<Env>,
  begin: (stream: Stream) => Promise<() => void>,
): Response => {
  let over = (): void => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: async (controller) => {
        let isOpen = true;
        let stop = (): void => undefined;
        const end = () => {
          if (!isOpen) return;
          isOpen = false;
          clearInterval(pinging);
          stop();
          controller.close();
        };
        const write = (text: string) => {
          if (!isOpen) return;
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) < -MOST_WAITING) end();
        };
        const pinging = setInterval(() => write(PING), PING_MS);
        over = end;
        c.req.raw.signal.addEventListener('abort', end);
        const send: Stream['send'] = (event, message) =>
          write(`event: ${event}\ndata: ${JSON.stringify(message)}\n\n`);
        const started = await begin({ send, end });
        if (isOpen) stop = started;
        else started();
      },
      cancel: () => over(),
    },
    { highWaterMark: 0, size: (chunk) => chunk?.byteLength ?? 0 },
  );
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' },
  });
};
