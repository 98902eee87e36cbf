import type { ColumnType } from 'kysely';

/** The records that a caller named by keys of its own. */
export interface BulkKeyTable {
  owner: string;
  kind: string;
  key: string;
  object_id: string;
  row_hash: Buffer;
  created_at: ColumnType<string, never, never>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    bulk_keys: BulkKeyTable;
  }
}
