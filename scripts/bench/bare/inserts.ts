import postgres from 'postgres';
import { answerQuestions } from '../processes.ts';
import { messagesOf } from '../sync/queue.ts';

/** As many messages as the core mostly has at hand: what the forwarder has on their way. */
const MESSAGES = 8;

export type Question = { readonly logFolder: string; readonly url: string };

const INSERT = `insert into bare (seq, id, stream, version, body, hash)
  select * from unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::text[])`;

/** Events per second that PostgreSQL takes in a table without anything beside it, by batches. */
answerQuestions<Question, number>(async ({ logFolder, url }) => {
  const messages = await messagesOf(logFolder, 'bare');
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql`drop table if exists bare`;
  await sql`create table bare (seq bigint primary key, id text not null, stream text not null,
    version bigint not null, body text not null, hash text not null)`;
  let events = 0;
  const begun = performance.now();
  for (let from = 0; from < messages.length; from += MESSAGES) {
    const lines = messages.slice(from, from + MESSAGES).flatMap((message) => message.lines);
    const column = (of: (line: (typeof lines)[number]) => string | number) => lines.map(of);
    await sql.unsafe(
      INSERT,
      [
        column(({ seq }) => seq),
        column(({ envelope }) => envelope.id),
        column(({ envelope }) => envelope.stream),
        column(({ envelope }) => envelope.version),
        column(({ body }) => body),
        column(({ hash }) => hash),
      ],
      { prepare: true },
    );
    events += lines.length;
  }
  const seconds = (performance.now() - begun) / 1_000;
  await sql`drop table bare`;
  await sql.end();
  return events / seconds;
});
