import { answerQuestions } from './processes.ts';

/** Which of the two servers' sockets are meant. */
type Side = 'leaf' | 'bare';

/** A request that makes every socket of a side hear something. */
export type Trigger = {
  readonly url: string;
  readonly method: string;
  readonly headers: { readonly [name: string]: string };
  readonly body: string;
};

export type Question =
  /** Opens sockets; answers once all of them stand. */
  | { readonly ask: 'connect'; readonly side: Side; readonly urls: readonly string[] }
  /** Sends the request; answers after how many ms each socket saw a message with `marker` in it. */
  | {
      readonly ask: 'seen';
      readonly side: Side;
      readonly trigger: Trigger;
      readonly marker: string;
    }
  /** Closes the socket that was opened longest ago, and opens it anew. */
  | { readonly ask: 'again'; readonly side: Side }
  /** The newest message that any socket of the leaf heard with `marker` in it. */
  | { readonly ask: 'newest'; readonly marker: string };

export type Reply = { readonly ms: readonly number[]; readonly message: string };

const HEARTBEAT_MS = 5_000;
const PATIENCE_MS = 10_000;

const sockets: Record<Side, WebSocket[]> = { leaf: [], bare: [] };
/** What is being waited for: told of every message of its side. */
let heard: (side: Side, socket: WebSocket, message: string) => void = () => undefined;
let newest = '';

const beat = (socket: WebSocket, nodeId: string) => {
  const begun = performance.now();
  const timer = setInterval(() => {
    const uptime = (performance.now() - begun) / 1_000;
    const resolution = { w: 1920, h: 1080 };
    socket.send(JSON.stringify({ type: 'heartbeat', nodeId, resolution, uptime }));
  }, HEARTBEAT_MS);
  socket.addEventListener('close', () => clearInterval(timer));
};

const open = (side: Side, url: string) =>
  new Promise<void>((resolve, reject) => {
    const socket = new WebSocket(url);
    const nodeId = /\/ws\/display\/(.+)$/u.exec(url)?.[1];
    sockets[side].push(socket);
    socket.onmessage = ({ data }) => heard(side, socket, String(data));
    socket.onerror = () => reject(new Error(`no socket at ${url}`));
    socket.onclose = () => {
      throw new Error(`the socket at ${url} was closed`);
    };
    socket.onopen = () => {
      if (nodeId !== undefined) beat(socket, nodeId);
      resolve();
    };
  });

/** A few at a time: a room does not arrive at once either, and a full backlog would say no. */
const connect = async (side: Side, urls: readonly string[]) => {
  for (let from = 0; from < urls.length; from += 50)
    await Promise.all(urls.slice(from, from + 50).map((url) => open(side, url)));
};

const again = async (side: Side) => {
  const socket = sockets[side].shift();
  if (socket === undefined) throw new Error(`no socket of the ${side} is open`);
  await new Promise((resolve) => {
    socket.onclose = resolve;
    socket.close();
  });
  await open(side, socket.url);
};

const seen = (side: Side, { url, ...request }: Trigger, marker: string): Promise<number[]> =>
  new Promise((resolve, reject) => {
    const waiting = new Set(sockets[side]);
    const ms: number[] = [];
    const tooLong = setTimeout(
      () => reject(new Error(`${waiting.size} sockets never saw ${marker}`)),
      PATIENCE_MS,
    );
    let begun = 0;
    let answered: Promise<unknown> = Promise.resolve();
    heard = (from, socket, message) => {
      if (from !== side || !message.includes(marker) || !waiting.delete(socket)) return;
      ms.push(performance.now() - begun);
      if (waiting.size > 0) return;
      clearTimeout(tooLong);
      heard = () => undefined;
      answered.then(() => resolve(ms), reject);
    };
    begun = performance.now();
    answered = fetch(url, request).then(async (answer) => {
      const text = await answer.text();
      if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
    });
    answered.catch(reject);
  });

const listen = (marker: string): Promise<void> =>
  new Promise((resolve) => {
    heard = (side, _, message) => {
      if (side !== 'leaf' || !message.includes(marker)) return;
      newest = message;
      heard = () => undefined;
      resolve();
    };
  });

answerQuestions<Question, Reply>(async (question) => {
  switch (question.ask) {
    case 'connect':
      await connect(question.side, question.urls);
      return { ms: [], message: '' };
    case 'seen':
      return { ms: await seen(question.side, question.trigger, question.marker), message: '' };
    case 'again':
      await again(question.side);
      return { ms: [], message: '' };
    case 'newest':
      await listen(question.marker);
      return { ms: [], message: newest };
  }
});
