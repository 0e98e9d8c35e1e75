import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import postgres from 'postgres';
import { troubleOf } from '../../../src/core/venues/show.ts';
import { alarmWords } from '../../../src/core/venues/trouble.ts';
import type { CoreWithVenues } from '../stage.ts';
import {
  append,
  enrol,
  leafLog,
  night,
  startCoreWithVenues,
  startLeafSync,
  until,
} from '../stage.ts';

setDefaultTimeout(60_000);

let stage: CoreWithVenues;
beforeAll(async () => {
  stage = await startCoreWithVenues();
});
afterAll(() => stage.stop());

const startLeaf = async (slug: string) => {
  const { core, venues } = stage;
  const place = { timezone: 'UTC', currency: 'EUR' };
  const { id, code } = await venues.add({ name: slug, slug, ...place });
  const log = leafLog();
  const leaf = startLeafSync({ enrolled: await enrol(core, code), log });
  const play = async () => {
    await append(log, night(8));
    leaf.outbox.wake();
  };
  await play();
  await leaf.inStep();
  return { ...leaf, id, play };
};

test('SYN-1: a venue whose rows cannot be written alarms after a few tries, holds up no other, and is taken in once they can', async () => {
  const { core, database } = stage;
  const [sick, well] = [await startLeaf('sick'), await startLeaf('well')];
  const admin = postgres(core.core.databaseUrl, { max: 1, onnotice: () => undefined });
  await admin.unsafe(`
    create function refuse_sick() returns trigger language plpgsql as
      $$ begin raise exception 'no such luck' using errcode = 'XX000'; end $$;
    create trigger refuse_sick before insert on tournaments for each row
      when (new.venue_id = '${sick.id}') execute function refuse_sick();
    delete from tournaments where venue_id = '${sick.id}';
    delete from projections where venue_id = '${sick.id}'`);
  await sick.play();
  const alarms = async () => (await troubleOf(database, sick.id, true)).alarms;
  await until('it alarms', async () => (await alarms()).length > 0);
  await well.play();
  await well.inStep();
  const [alarm] = await alarms();
  expect([alarm?.kind, alarm?.times, sick.status().waiting > 0]).toEqual(['rows', 1, true]);
  expect(alarm && alarmWords(alarm, 0)).toContain('its leaf keeps what waits');
  expect(core.said.some((line) => line.startsWith(`ALARM rows of venue ${sick.id}`))).toBe(true);
  await admin.unsafe('drop trigger refuse_sick on tournaments');
  await sick.inStep();
  await admin.end();
  await Promise.all([sick.stop(), well.stop()]);
});
