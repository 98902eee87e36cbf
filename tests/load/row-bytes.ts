// Bytes on the disk that a row of each large table takes in PostgreSQL, with its indexes, after an import
// through the API: the per-unit figures of docs/operations/scaling.md.
//
//   npm run bench:row-bytes -- [--dockets 400]
//
// Needs TEST_DATABASE_URL, a PostgreSQL whose user may create databases.
import { parseArgs } from 'node:util';
import pg from 'pg';
import { syntheticDockets } from '../support/synthetic-dockets.ts';
import { createDatabase } from '../support/postgres.ts';
import { startServer } from '../support/server.ts';

const SENT_AT_ONCE = 100;
const LEAST_ROWS = 100;

const { values } = parseArgs({ options: { dockets: { type: 'string', default: '400' } } });
const dockets = syntheticDockets(Number(values.dockets)).map((docket) => JSON.stringify(docket));

await using database = await createDatabase('row_bytes');
{
  await using server = await startServer({
    environment: { DATABASE_URL: database.url, RATE_LIMIT_SCALE: '0' },
  });
  for (let at = 0; at < dockets.length; at += SENT_AT_ONCE) {
    const answer = await fetch(`${server.url}/api/docket/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${server.localToken()}`,
        'content-type': 'application/x-ndjson',
      },
      body: dockets.slice(at, at + SENT_AT_ONCE).join('\n'),
    });
    if (!answer.ok) throw new Error(`the import answers ${answer.status}: ${await answer.text()}`);
  }
}

const client = new pg.Client({ connectionString: database.url });
await client.connect();
try {
  await client.query('VACUUM ANALYZE');
  const { rows } = await client.query<{
    table: string;
    rows: number;
    bytes: number;
    heap: number;
  }>(`
    SELECT c.relname AS "table", c.reltuples::float AS rows,
           pg_total_relation_size(c.oid)::float AS bytes, pg_table_size(c.oid)::float AS heap
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'r' AND n.nspname = 'public' AND c.reltuples >= ${LEAST_ROWS}
    ORDER BY bytes DESC`);
  const table = rows.map((row) => ({
    table: row.table,
    rows: row.rows,
    'bytes a row': Math.round(row.bytes / row.rows),
    'of it indexes': Math.round((row.bytes - row.heap) / row.rows),
  }));
  console.log(`${values.dockets} dockets imported, Node ${process.version}`);
  console.table(table);
} finally {
  await client.end();
}
