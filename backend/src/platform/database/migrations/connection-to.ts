import type pg from 'pg';
import type { MigrationConnection } from './migrate.ts';

/** A `pg` client as the migrations see it. */
export function connectionTo(client: pg.ClientBase): MigrationConnection {
  return {
    query: async <Row>(sql: string, values?: unknown[]) => {
      const { rows } = await client.query<Row & pg.QueryResultRow>(sql, values);
      return { rows };
    },
  };
}
