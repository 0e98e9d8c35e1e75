import type { Kept, StreamName } from './loopback/hub.ts';
import { createLoopbackHub, matching } from './loopback/hub.ts';
import type { Bus, Delivery, Intake, PubAck } from './port.ts';
import { BusDown, BusFull } from './port.ts';

/** Something on its way: it arrives, or is lost, when whoever drives the world says so. */
export type Packet = {
  readonly peer: string;
  readonly what: 'publish' | 'store' | 'stored' | 'ack' | 'nak';
  readonly deliver: () => void;
  readonly lose: () => void;
};

type Heard = (subject: string, payload: Uint8Array) => void;
type Listener = { readonly peer: Peer; readonly subject: string; readonly heard: Heard } & {
  readonly queue: string | undefined;
};
type Handle = (messages: readonly Delivery[]) => Promise<void>;
type Puller = { readonly peer: Peer; readonly stream: StreamName; handle: Handle; busy: boolean };
type Peer = {
  readonly name: string;
  up: boolean;
  alive: boolean;
  changed: Set<(up: boolean) => void>;
};

/**
 * The network as a double with explicit delivery: nothing moves by itself. The driver delivers,
 * loses, repeats and reorders packets, cuts links, and ends processes; the hub is a part of it.
 * @param below a whole number in [0, n), from the driver's seed.
 * @param acknowledged told at the moment at which a process acknowledges, before the hub hears it.
 */
export const createLoopback = ({
  now,
  below,
  acknowledged = () => undefined,
}: {
  readonly now: () => number;
  readonly below: (n: number) => number;
  readonly acknowledged?: (subject: string, payload: Uint8Array) => void;
}) => {
  const hub = createLoopbackHub(now);
  const packets: Packet[] = [];
  const listeners = new Set<Listener>();
  const pullers = new Set<Puller>();
  const peers = new Set<Peer>();

  const post = (peer: Peer, what: Packet['what'], deliver: () => void, lose = () => {}) => {
    packets.push({ peer: peer.name, what, deliver, lose });
  };

  /** Everybody, but of each queue one. */
  const hearers = (subject: string): readonly Listener[] => {
    const fit = [...listeners].filter((one) => one.peer.up && matching(one.subject, subject));
    const queues = new Map<string, Listener[]>();
    for (const one of fit) {
      if (one.queue !== undefined) queues.set(one.queue, [...(queues.get(one.queue) ?? []), one]);
    }
    const chosen = [...queues.values()].flatMap((of) => of[below(of.length)] ?? []);
    return [...fit.filter(({ queue }) => queue === undefined), ...chosen];
  };

  const publish = (peer: Peer, subject: string, payload: Uint8Array) => {
    if (!peer.up) return;
    for (const listener of hearers(subject)) {
      post(listener.peer, 'publish', () => {
        if (listeners.has(listener) && listener.peer.up) listener.heard(subject, payload);
      });
    }
  };

  const store = (peer: Peer, subject: string, payload: Uint8Array, msgId?: string) =>
    new Promise<PubAck>((resolve, reject) => {
      const down = () => {
        if (peer.alive) reject(new BusDown('nobody answered'));
      };
      if (!peer.up) return down();
      const arrive = () => {
        const stored = hub.store(subject, payload, msgId);
        const answer = () => {
          if (!peer.alive) return;
          if (stored === null) reject(new BusFull('maximum bytes exceeded'));
          else resolve(stored);
        };
        if (peer.alive) post(peer, 'stored', answer, down);
      };
      post(peer, 'store', arrive, down);
    });

  const deliveryOf = (puller: Puller, message: Kept): Delivery => {
    let said = false;
    const say = (what: 'ack' | 'nak', word: () => void) => {
      if (said || !puller.peer.alive) return;
      said = true;
      if (what === 'ack') acknowledged(message.subject, message.payload);
      if (puller.peer.up) post(puller.peer, what, word);
    };
    return {
      ...{ subject: message.subject, payload: message.payload },
      redelivered: message.deliveries - 1,
      ack: () => say('ack', () => hub.remove(puller.stream, message)),
      nak: (delayMs) => say('nak', () => hub.giveBack(message, delayMs)),
    };
  };

  const setUp = (peer: Peer, up: boolean) => {
    if (peer.up === up) return;
    peer.up = up;
    for (const heard of [...peer.changed]) heard(up);
  };

  const loseAll = (of: (packet: Packet) => boolean) => {
    for (const packet of packets.filter(of)) {
      packets.splice(packets.indexOf(packet), 1);
      packet.lose();
    }
  };

  /** A process on the network; it begins without a link. */
  const join = (name: string) => {
    const peer: Peer = { name, up: false, alive: true, changed: new Set() };
    peers.add(peer);
    const bus: Bus = {
      publish: (subject, payload) => publish(peer, subject, payload),
      store: (subject, payload, msgId) => store(peer, subject, payload, msgId),
      subscribe: (subject, heard, queue) => {
        const listener = { peer, subject, heard, queue };
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      isUp: () => peer.up,
      onChange: (heard) => {
        peer.changed.add(heard);
        return () => peer.changed.delete(heard);
      },
      close: async () => setUp(peer, false),
    };
    const intake = (stream: StreamName): Intake => ({
      start: (handle) => pullers.add({ peer, stream, handle, busy: false }),
      stop: async () => {
        for (const one of pullers)
          if (one.peer === peer && one.stream === stream) pullers.delete(one);
      },
    });
    return {
      name,
      bus,
      intake,
      up: () => peer.up,
      link: (up: boolean) => {
        if (!up) loseAll((packet) => packet.peer === name);
        setUp(peer, up);
      },
      /** Its process ends: nothing is told to it any more; what it sent may still arrive. */
      crash: () => {
        [peer.alive, peer.up] = [false, false];
        peers.delete(peer);
        for (const one of listeners) if (one.peer === peer) listeners.delete(one);
        for (const one of pullers) if (one.peer === peer) pullers.delete(one);
      },
    };
  };

  /** Gives a waiting puller some of what its stream has; false where nobody can get anything. */
  const pull = (most: number): boolean => {
    const ready = [...pullers].filter(
      ({ busy, peer, stream }) => !busy && peer.up && hub.available(stream).length > 0,
    );
    const puller = ready[below(Math.max(1, ready.length))];
    if (puller === undefined) return false;
    const messages = hub.available(puller.stream).slice(0, most);
    for (const message of messages) hub.giveOut(message);
    puller.busy = true;
    puller.handle(messages.map((message) => deliveryOf(puller, message))).finally(() => {
      puller.busy = false;
    });
    return true;
  };

  return {
    join,
    pull,
    packets: (): readonly Packet[] => packets,
    /** Lets the n-th packet arrive, or lose it, or arrive and stay for another time. */
    move: (n: number, how: 'deliver' | 'lose' | 'repeat') => {
      const packet = packets[n];
      if (packet === undefined) return;
      if (how !== 'repeat') packets.splice(n, 1);
      if (how === 'lose') packet.lose();
      else packet.deliver();
    },
    hub,
    /** The hub's process ends: with all that is on its way, and every link. */
    crashHub: (what: { readonly ids: boolean; readonly disk: boolean }) => {
      loseAll(() => true);
      hub.crash(what);
      for (const peer of peers) setUp(peer, false);
    },
  };
};

export type Loopback = ReturnType<typeof createLoopback>;
