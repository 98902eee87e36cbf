import type { Finding, FindingStatus } from '@lexiflow/memory';
import type { ColumnType } from 'kysely';

/** One place that grows, as it was reported last. */
export interface LeakFindingTable {
  fingerprint: string;
  status: FindingStatus;
  finding: ColumnType<Finding, string, string>;
  first_seen_at: string;
  last_seen_at: string;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    leak_findings: LeakFindingTable;
  }
}
