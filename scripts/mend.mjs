// What packages do wrong and nobody has mended upstream yet: changed in place, right after npm has
// put them there. Plain Node, because the first step of every `npm run …` calls it.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * postgres 3.4.9: where the server dies in the middle of a transaction, the driver's own rollback
 * writes to a socket that is gone, outside of every promise, which ends the process; what it left to
 * write makes the next connection in that place hang for ever; and what the transaction still asks
 * may run on that connection, outside of any transaction (porsager/postgres #1066, #1154, #1155,
 * #1208). `test/core/lost-database.test.ts` shows it.
 * @type {{ file: string, changes: [from: string, to: string][] }[]}
 */
const MENDS = [
  {
    file: 'postgres/src/connection.js',
    changes: [
      [
        `    incomings = null
    clearImmediate(nextWriteTimer)
`,
        `    incomings = null
    clearImmediate(nextWriteTimer)
    chunk = nextWriteTimer = null
`,
      ],
      [
        `  function nextWrite(fn) {
    const x = socket.write(chunk, fn)
`,
        `  function nextWrite(fn) {
    if (!socket) {
      chunk = nextWriteTimer = null
      const gone = Errors.connection('CONNECTION_CLOSED', options, socket)
      query && queryError(query, gone)
      while (sent.length)
        queryError(sent.shift(), gone)
      return true
    }
    const x = socket.write(chunk, fn)
`,
      ],
    ],
  },
  {
    file: 'postgres/src/index.js',
    changes: [
      [
        `      , connection
      , prepare = null
`,
        `      , connection
      , lost = null
      , prepare = null
`,
      ],
      [
        `new Promise((_, reject) => connection.onclose = reject)`,
        `new Promise((_, reject) => connection.onclose = e => reject(lost = e))`,
      ],
      [
        `        q.catch(e => uncaughtError || (uncaughtError = e))
        c.queue === full`,
        `        q.catch(e => uncaughtError || (uncaughtError = e))
        if (lost)
          return q.reject(lost)
        c.queue === full`,
      ],
    ],
  },
];

/** Null where neither the old text nor the new one is there: the package is another one by now. */
const mended = (/** @type {string} */ text, /** @type {[string, string]} */ [from, to]) => {
  if (text.includes(to)) return text;
  return text.split(from).length === 2 ? text.replace(from, () => to) : null;
};

/**
 * Mends the packages; those that are mended already stay as they are.
 * @throws Error where a package has changed, and somebody has to look whether it is still needed.
 */
export const mendModules = (/** @type {string} */ modules) => {
  for (const { file, changes } of MENDS) {
    const path = join(modules, file);
    const before = readFileSync(path, 'utf8');
    const after = changes.reduce((/** @type {string | null} */ text, change) => {
      return text === null ? null : mended(text, change);
    }, before);
    if (after === null) throw new Error(`${file} has changed: is scripts/mend.mjs still needed?`);
    if (after !== before) writeFileSync(path, after);
  }
};
