import type { DigestFrequency } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** One notification of one user; `type` is its kind. */
export interface NotificationTable {
  id: string;
  user_id: string;
  type: string;
  title: string;
  body: Generated<string>;
  case_id: string | null;
  fold_key: string;
  path: string;
  actor_name: string;
  count: Generated<number>;
  in_app: boolean;
  digest: boolean;
  digested_at: string | null;
  emailed_at: string | null;
  read_at: string | null;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** What one user chose for one kind. */
export interface NotificationPreferenceTable {
  user_id: string;
  kind: string;
  in_app: boolean;
  email: boolean;
  digest: boolean;
}

/** The digest of one user, and how many notifications they have at most. */
export interface NotificationSettingTable {
  user_id: string;
  digest: Generated<DigestFrequency>;
  digest_hour: Generated<number>;
  time_zone: Generated<string>;
  next_digest_at: string | null;
  stored: Generated<number>;
  version: Generated<number>;
}

/** Up to when something was announced. */
export interface NotificationMarkTable {
  name: string;
  at: string;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    notifications: NotificationTable;
    notification_preferences: NotificationPreferenceTable;
    notification_settings: NotificationSettingTable;
    notification_marks: NotificationMarkTable;
  }
}
