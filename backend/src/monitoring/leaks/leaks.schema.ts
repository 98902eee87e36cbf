import type { Finding, FindingSite, FindingStatus } from '@lexiflow/memory';
import type { ColumnType } from 'kysely';

/** A finding as any version has stored it: the first ones had no stack. */
export interface StoredFinding extends Omit<Finding, 'allocation'> {
  readonly allocation: (Omit<FindingSite, 'stack'> & Partial<Pick<FindingSite, 'stack'>>) | null;
}

/** One place that grows, as it was reported last. */
export interface LeakFindingTable {
  fingerprint: string;
  status: FindingStatus;
  finding: ColumnType<StoredFinding, string, string>;
  first_seen_at: string;
  last_seen_at: string;
}

declare module '../../platform/database/tables.ts' {
  interface Tables {
    leak_findings: LeakFindingTable;
  }
}
