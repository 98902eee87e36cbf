import type { Generated } from 'kysely';

/** One entry of a docket. The `source_*` columns belong to the import. */
export interface DocketEntryTable {
  id: string;
  case_id: string;
  position: number;
  source_key: string | null;
  source_facts: unknown;
  document_number: string | null;
  filed_on: string;
  entered_on: string | null;
  description: string;
  sealed: Generated<boolean>;
  restricted: Generated<boolean>;
  pacer_doc_id: string | null;
  pacer_seq_no: string | null;
  page_count: number | null;
  attachments: Generated<unknown>;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    docket_entries: DocketEntryTable;
  }
}
