import type { CaseStatus } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A case. `number_key` is the number without what differs between two readings of one docket. */
export interface CaseTable {
  id: string;
  number: string;
  number_key: string;
  title: string;
  status: Generated<CaseStatus>;
  court_id: string | null;
  judge: string | null;
  referred_to: string | null;
  type: string | null;
  nature_of_suit: string | null;
  cause: string | null;
  jurisdiction: string | null;
  jury_demand: string | null;
  demand: string | null;
  client_id: string | null;
  filed_on: string | null;
  closed_on: string | null;
  source: Generated<'manual' | 'docket-import'>;
  attributes: Generated<unknown>;
  source_facts: unknown;
  entry_count: Generated<number>;
  last_entry_on: string | null;
  open_entry_count: Generated<number>;
  last_open_entry_on: string | null;
  archived_at: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** Counsel as the docket prints it; contact details are kept when the source has them. */
export interface Counsel {
  readonly name: string;
  readonly roles: string[];
  readonly contact: string | null;
}

/** A party in one role of a case. `occurrence` counts equal parties in equal roles. */
export interface CasePartyTable {
  id: string;
  case_id: string;
  party_id: string;
  role: string;
  position: number;
  occurrence: Generated<number>;
  terminated_on: string | null;
  extra_info: string | null;
  counsel: Generated<unknown>;
  source_name_key: string | null;
  created_at: Generated<string>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    cases: CaseTable;
    case_parties: CasePartyTable;
  }
}
