import type { ColumnType } from 'kysely';

/** One recorded action. The three seal columns are filled once, by the sealer. */
export interface AuditTable {
  id: string;
  at: ColumnType<string, string | undefined, never>;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string;
  action: string;
  object_type: string;
  object_id: string | null;
  case_id: string | null;
  details: ColumnType<Record<string, unknown>, string, never>;
  request_id: string | null;
  ip: string | null;
  seal_seq: ColumnType<number | null, never, number>;
  prev_hash: ColumnType<Buffer | null, never, Buffer>;
  hash: ColumnType<Buffer | null, never, Buffer>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    audit_log: AuditTable;
  }
}
