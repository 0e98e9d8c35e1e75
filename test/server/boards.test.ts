import { afterAll, beforeAll, expect, test } from 'bun:test';
import { boardTopic, createBoards } from '../../src/server/live/boards.ts';
import { openStage } from './stage.ts';

let stage: Awaited<ReturnType<typeof openStage>>;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.stop());

test('DSP-7: boards are computed for those who watch, once for all of them, and never for nobody', async () => {
  const { handle, names, now } = stage.shell;
  const { id } = (
    await stage.call('POST', '/tournaments', { name: 'F', currency: 'EUR', template: 'turbo' })
  ).body;
  const published: string[] = [];
  let looks = 0;
  let told = () => {};
  const counted: typeof handle.look = (stream, look) => {
    looks += 1;
    return handle.look(stream, look);
  };
  const boards = createBoards({
    ...{ handle: { look: counted }, names, now },
    publish: (topic) => {
      published.push(topic);
      told();
    },
    failed: (error) => {
      throw error;
    },
  });
  const next = () =>
    new Promise<void>((resolve) => {
      told = resolve;
    });
  boards.changed(id);
  boards.renamed();
  expect(looks).toBe(0);

  for (let i = 0; i < 3; i++) boards.watch(id, 'rankings');
  const first = next();
  boards.changed(id);
  boards.changed('another');
  await first;
  expect([published, looks]).toEqual([[boardTopic(id, 'rankings')], 2]);

  const second = next();
  for (let i = 0; i < 20; i++) boards.changed(id);
  await second;
  expect(published).toHaveLength(2);

  for (let i = 0; i < 3; i++) boards.unwatch(id, 'rankings');
  const before = looks;
  boards.changed(id);
  boards.renamed();
  expect(looks).toBe(before);
  boards.stop();
});
