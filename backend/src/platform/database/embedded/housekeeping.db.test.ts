import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openTestDatabase } from '../testing/open-test-database.ts';
import { migrationsOf } from '../testing/migrations-of.ts';
import { Housekeeping } from './housekeeping.ts';

describe('Housekeeping', () => {
  it('vacuums and analyzes what has changed much, and leaves the rest alone', async () => {
    const migrations = migrationsOf(
      'CREATE TABLE busy (n int); CREATE TABLE "Quiet one" (n int); ANALYZE "Quiet one";',
    );
    const database = await openTestDatabase({ kind: 'embedded', migrations });
    await sql`INSERT INTO busy SELECT generate_series(1, 5000)`.execute(database.db);
    await sql`DELETE FROM busy WHERE n > 1000`.execute(database.db);
    // The server writes its counters down at most once a second.
    await sql`SELECT pg_stat_force_next_flush()`.execute(database.db);
    const ran: string[] = [];
    using housekeeping = new Housekeeping(async (text) => {
      if (!text.includes('SELECT')) ran.push(text);
      return await database.pool.use((connection) => connection.run({ text }));
    });
    await housekeeping.tidy();
    expect(ran).toEqual([
      'VACUUM (ANALYZE) "public"."busy"',
      'ANALYZE "public"."schema_migrations"',
    ]);
    const { rows } = await sql<{ reltuples: number }>`
      SELECT reltuples FROM pg_class WHERE relname = 'busy'`.execute(database.db);
    expect(rows).toEqual([{ reltuples: 1000 }]);
    await housekeeping.tidy();
    expect(ran).toHaveLength(2);
    await database.close();
  });
});
