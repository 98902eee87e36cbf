import { writeSync } from 'node:fs';
import pg from 'pg';
import { openEmbedded } from '../embedded/open-embedded.ts';

/**
 * Run by the durability test in a process of its own: inserts rows into the database of the folder
 * given, one transaction each, and prints the number of each one after its commit was answered.
 */
const [folder = '', first = '0'] = process.argv.slice(2);
const { connection } = await openEmbedded(folder);
const pool = new pg.Pool(connection);
await pool.query('CREATE TABLE IF NOT EXISTS acknowledged (n int PRIMARY KEY, filler text)');
writeSync(1, 'ready\n');
for (let n = Number(first); ; n += 1) {
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO acknowledged VALUES ($1, repeat($2, 500))', [n, 'x']);
  await client.query('COMMIT');
  client.release();
  // Written at once, not queued: what the parent has read was committed before the kill.
  writeSync(1, `${n}\n`);
}
