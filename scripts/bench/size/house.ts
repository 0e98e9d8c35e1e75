import { gather, type Sockets } from '../audience.ts';
import type { Env } from '../executables.ts';
import type { Leaf } from '../leaf.ts';
import { openRoom, setUp, signIn } from '../leaf.ts';
import { startHelper, tempFolder } from '../processes.ts';
import type { Question, Reply } from '../sockets.ts';
import type { Cloud } from './cloud.ts';
import { inStep } from './cloud.ts';
import { AUDIENCE, ENTRIES, lookAt, type Step, workAt } from './load.ts';

export type Programs = {
  readonly leaf: (data: string, env: Env) => Promise<Leaf>;
  /** Null where none runs on this machine: then the leaf is alone. */
  readonly cloud: { readonly open: Cloud; readonly start: () => Promise<Leaf> } | null;
};

/** The core that the leaf will join, and what it joins by. */
const openCore = async (cloud: Programs['cloud']) => {
  if (cloud === null) return { core: null, joining: {} };
  const core = await cloud.start();
  return { core, joining: { FELT_CORE: core.url, FELT_ENROL: cloud.open.addVenue() } };
};

/** A full house at a leaf that has joined a core: its sockets, and what happens there step by step. */
export const openHouse = async ({ leaf: start, cloud }: Programs) => {
  const folder = tempFolder();
  const { core, joining } = await openCore(cloud);
  const leaf = await start(folder.path, joining);
  await setUp(leaf.url);
  const room = await openRoom(leaf.url, ENTRIES, 1);
  const sockets: Sockets = await startHelper<Question, Reply>('sockets.ts');
  await gather(sockets, room, AUDIENCE);
  const work: Step[] = [
    workAt(leaf.url, room),
    // Somebody's phone slept, and a screen was switched off and on.
    async () => void (await sockets.ask({ ask: 'again', side: 'leaf' })),
  ];
  if (core && cloud) {
    await inStep(leaf, room.token);
    work.push(lookAt(core.url, cloud.open.addUser(), room));
  }
  return {
    ...{ leaf, core, sockets },
    step: async (step: number): Promise<void> => {
      for (const one of work) await one(step);
    },
    stop: async (): Promise<void> => {
      // Whatever was measured did its whole work.
      if (core) await inStep(leaf, await signIn(leaf.url));
      await sockets.stop();
      await leaf.stop();
      await core?.stop();
      await cloud?.open.stop();
      folder.remove();
    },
  };
};
