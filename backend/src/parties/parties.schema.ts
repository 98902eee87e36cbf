import type { PartyKind } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A person or organisation. `name_key` is the name folded for comparison. */
export interface PartyTable {
  id: string;
  name: string;
  name_key: string;
  kind: Generated<PartyKind>;
  email: string | null;
  phone: string | null;
  address: string | null;
  notes: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    parties: PartyTable;
  }
}
