import type { ClientStatus } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A party the firm acts for, under the firm's own number. */
export interface ClientTable {
  id: string;
  party_id: string;
  number: string;
  status: Generated<ClientStatus>;
  archived_at: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    clients: ClientTable;
  }
}
