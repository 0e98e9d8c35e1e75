const POLL_MS = 5_000;
const MOST_POLL_MS = 30_000;

const parse = (data: unknown): unknown => {
  try {
    return JSON.parse(String(data));
  } catch {
    return undefined;
  }
};

/** Server-sent events, and asking for as long as those do not come; until the socket is back. */
export const createFallback = (
  path: string,
  {
    hear,
    ask,
    gone,
  }: {
    readonly hear: (message: unknown) => void;
    readonly ask: () => Promise<boolean>;
    /** Told when there is nothing to follow any more. */
    readonly gone: () => void;
  },
) => {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = false;
  let pauseMs = POLL_MS;

  const poll = async () => {
    pauseMs = (await ask()) ? POLL_MS : Math.min(MOST_POLL_MS, pauseMs * 1.5);
    if (asking) timer = setTimeout(poll, pauseMs);
  };
  const startAsking = () => {
    if (asking) return;
    asking = true;
    void poll();
  };
  const stopAsking = () => {
    asking = false;
    clearTimeout(timer);
  };
  return {
    start: () => {
      if (source !== undefined) return;
      source = new EventSource(path);
      source.onmessage = ({ data }) => hear(parse(data));
      source.addEventListener('gone', gone);
      source.onopen = stopAsking;
      // It tries again by itself every few seconds, and says so each time.
      source.onerror = startAsking;
    },
    stop: () => {
      source?.close();
      source = undefined;
      stopAsking();
    },
  };
};
