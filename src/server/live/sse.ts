import type { Followed } from './public.ts';

/** Bytes that may wait for one listener before it is dropped. */
const MOST_WAITING = 128 * 1024;

const encoder = new TextEncoder();
const line = (message: string): Uint8Array => encoder.encode(`data: ${message}\n\n`);
const COMMENT = encoder.encode(':\n\n');
/** Says that nothing more will come; whoever connects again is told 404, which ends it for good. */
const GONE = encoder.encode('event: gone\ndata: {"type":"gone"}\n\n');

type Stream = {
  readonly tournamentId: string;
  readonly ping: () => void;
  readonly gone: () => void;
  readonly close: () => void;
};

/** Open streams of server-sent events, which carry what the sockets carry, for whom those fail. */
export const createStreams = (
  { screens, notes, build }: Followed,
  failed: (error: unknown) => void,
) => {
  const open = new Set<Stream>();

  const streamFor = (tournamentId: string): ReadableStream<Uint8Array> => {
    let close = () => {};
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          const push = (bytes: Uint8Array) => {
            if ((controller.desiredSize ?? 0) > 0) controller.enqueue(bytes);
            else close();
          };
          const remove = screens.addSink(tournamentId, (message) => push(line(message)));
          const gone = () => {
            push(GONE);
            close();
          };
          const one = { tournamentId, ping: () => push(COMMENT), gone, close: () => close() };
          screens.watch(tournamentId);
          open.add(one);
          close = () => {
            if (!open.delete(one)) return;
            remove();
            screens.unwatch(tournamentId);
            controller.close();
          };
          const first = (message: string) => {
            if (open.has(one)) push(line(message));
          };
          const hello = () => first(JSON.stringify({ type: 'hello', build: build() }));
          screens.current(tournamentId, first).then(hello).catch(failed);
          notes.current(tournamentId, first).catch(failed);
        },
        cancel: () => close(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: MOST_WAITING }),
    );
  };

  return {
    response: (tournamentId: string): Response =>
      new Response(streamFor(tournamentId), {
        headers: {
          'content-type': 'text/event-stream',
          'cache-control': 'no-store',
          // A proxy in between shall not hold messages back.
          'x-accel-buffering': 'no',
        },
      }),
    size: (): number => open.size,
    /** Says something to each, so that one that is gone is noticed. */
    ping: (): void => {
      for (const one of open) one.ping();
    },
    /** The tournament was taken back: whoever follows it is told, and its stream ends. */
    gone: (tournamentId: string): void => {
      for (const one of open) if (one.tournamentId === tournamentId) one.gone();
    },
    stop: (): void => {
      for (const one of open) one.close();
    },
  };
};

export type Streams = ReturnType<typeof createStreams>;
