import { openLibsqlLog } from '../../src/log/libsql.ts';

/** Run as a process of its own: tries to open a log and tells what came of it. */
const [path = ''] = process.argv.slice(2);
try {
  const log = await openLibsqlLog({ path, tables: [] });
  console.log((await log.head()).seq);
} catch (error) {
  console.log(error instanceof Error ? error.message : error);
}
