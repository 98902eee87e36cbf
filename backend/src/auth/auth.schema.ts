import type { Permission, Role } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A person who can sign in. */
export interface UserTable {
  id: string;
  email: string;
  name: string;
  role: Role;
  password_hash: string;
  disabled_at: string | null;
  failed_sign_ins: Generated<number>;
  locked_until: string | null;
  version: Generated<number>;
  access_version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** A signed-in browser or program; the token stands here as its SHA-256 only. */
export interface SessionTable {
  id: string;
  user_id: string;
  token_hash: Buffer;
  device: string;
  ip: string;
  last_ip: Generated<string | null>;
  created_at: Generated<string>;
  last_seen_at: Generated<string>;
  expires_at: string;
  revoked_at: string | null;
}

/** A key for programs; it never does more than its owner may do at the time of use. */
export interface ApiKeyTable {
  id: string;
  user_id: string;
  name: string;
  prefix: string;
  key_hash: Buffer;
  scopes: Permission[];
  created_at: Generated<string>;
  last_used_at: string | null;
  expires_at: string | null;
  revoked_at: string | null;
}

/** A one-time link that makes the first administrator. */
export interface SetupLinkTable {
  token_hash: Buffer;
  created_at: Generated<string>;
  expires_at: string;
  used_at: string | null;
}

/** A one-time link to set a new passphrase. */
export interface PasswordResetTable {
  token_hash: Buffer;
  user_id: string;
  password_print: Buffer;
  created_at: Generated<string>;
  expires_at: string;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    users: UserTable;
    sessions: SessionTable;
    api_keys: ApiKeyTable;
    setup_links: SetupLinkTable;
    password_resets: PasswordResetTable;
  }
}
