import type { GrantScope, Permission } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A permission of one user beyond the role. */
export interface PermissionGrantTable {
  id: string;
  user_id: string;
  permission: Permission;
  scope: GrantScope;
  case_id: string | null;
  reason: string;
  granted_by: string | null;
  created_at: Generated<string>;
  expires_at: string | null;
  revoked_at: string | null;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    permission_grants: PermissionGrantTable;
  }
}
