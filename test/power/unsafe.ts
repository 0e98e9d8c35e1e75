import Database from 'libsql';

// For the negative control: a leaf that does not wait for its disk. What it takes for settled is set
// back behind its back, because the product itself knows no way to be unsafe.
const { exec } = Database.prototype;
Database.prototype.exec = function unsafe(sql: string) {
  const result = exec.call(this, sql);
  if (sql.startsWith('begin exclusive')) exec.call(this, 'pragma synchronous = off');
  return result;
};
