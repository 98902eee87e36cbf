import type { Generated } from 'kysely';

/** A rule of the allow and block lists; `network` is in its canonical text. */
export interface AddressRuleTable {
  id: string;
  network: string;
  kind: 'allow' | 'block';
  source: 'manual' | 'automatic';
  reason: string;
  created_by: string | null;
  created_at: Generated<string>;
  expires_at: string | null;
  times: Generated<number>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    address_rules: AddressRuleTable;
  }
}
