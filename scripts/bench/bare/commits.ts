import { join } from 'node:path';
import Database from 'libsql';
import { answerQuestions } from '../processes.ts';

/** About what one event of Felt's weighs. */
const BODY = 'x'.repeat(700);

/** Single-row durable commits per second for so many ms, through the driver that the leaf uses. */
const commits = (folder: string) => {
  const db = new Database(join(folder, 'bare.db'));
  db.exec('pragma journal_mode = WAL');
  db.exec('pragma synchronous = FULL');
  db.exec('create table rows (id integer primary key, body text not null) strict');
  const insert = db.prepare('insert into rows (body) values (?)');
  return (ms: number): number => {
    const begun = performance.now();
    let count = 0;
    while (performance.now() - begun < ms) {
      insert.run([BODY]);
      count += 1;
    }
    return (count / (performance.now() - begun)) * 1_000;
  };
};

export type Question = { readonly folder: string } | { readonly ms: number };

let run: ((ms: number) => number) | undefined;
answerQuestions<Question, number>(async (question) => {
  if ('folder' in question) {
    run = commits(question.folder);
    return 0;
  }
  return run?.(question.ms) ?? 0;
});
