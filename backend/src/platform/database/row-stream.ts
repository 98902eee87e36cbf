import type { CompiledQuery } from 'kysely';
import Cursor from 'pg-cursor';
import { databaseChannels } from './database.channels.ts';
import { toDatabaseError } from './database-failure.ts';
import { databaseLimits } from './database.limits.ts';
import type { DatabaseKind } from './database.ts';
import { newId } from './id.ts';
import type { BoundedPool } from './pool/bounded-pool.ts';

const { streamRows: pieceRows } = databaseLimits;

/** The rows of a query, read piece by piece. */
export function streamRows<Row>(
  kind: DatabaseKind,
  pool: BoundedPool,
  query: CompiledQuery,
): AsyncGenerator<Row, void, undefined> {
  return kind === 'embedded' ? heldCursor<Row>(pool, query) : portal<Row>(pool, query);
}

async function* portal<Row>(
  pool: BoundedPool,
  query: CompiledQuery,
): AsyncGenerator<Row, void, undefined> {
  const connection = await pool.connect();
  let isBroken = true;
  try {
    const cursor = connection.query(new Cursor<Row>(query.sql, [...query.parameters]));
    try {
      for (;;) {
        const rows = await cursor.read(pieceRows);
        if (rows.length === 0) break;
        yield* rows;
      }
    } finally {
      await cursor.close();
      isBroken = false;
    }
  } catch (error) {
    throw toDatabaseError(error);
  } finally {
    connection.release(isBroken);
  }
}

// The embedded database has one session: an open portal would keep everyone else out for as long as
// the reader takes. A cursor WITH HOLD is laid down once and read in statements of their own.
async function* heldCursor<Row>(
  pool: BoundedPool,
  query: CompiledQuery,
): AsyncGenerator<Row, void, undefined> {
  const name = `"stream_${newId()}"`;
  const text = `DECLARE ${name} NO SCROLL CURSOR WITH HOLD FOR ${query.sql}`;
  await pool.use((connection) => connection.run({ text, values: [...query.parameters] }));
  try {
    for (;;) {
      const { rows } = await pool.use((connection) =>
        connection.run<Row>({ text: `FETCH ${pieceRows} FROM ${name}` }),
      );
      if (rows.length === 0) break;
      yield* rows;
    }
  } finally {
    await pool
      .use((connection) => connection.run({ text: `CLOSE ${name}` }))
      .catch((error: unknown) => databaseChannels.cursorLeft.publish({ error }));
  }
}
