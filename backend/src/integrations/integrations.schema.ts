import type { CaseEmail, IntegrationKind, IntegrationRun } from '@lexiflow/contracts';
import type { Generated } from 'kysely';

/** A connection to another service. `sealed` holds the encrypted credentials. */
export interface IntegrationTable {
  id: string;
  kind: IntegrationKind;
  name: string;
  is_enabled: Generated<boolean>;
  every_minutes: number | null;
  settings: unknown;
  sealed: string;
  key_id: string;
  credential_names: string[];
  state: Generated<unknown>;
  failures: Generated<number>;
  next_sync_at: string | null;
  version: Generated<number>;
  created_at: Generated<string>;
  updated_at: Generated<string>;
}

/** One test or sync of an integration. */
export interface IntegrationRunTable {
  id: string;
  integration_id: string;
  action: IntegrationRun['action'];
  outcome: IntegrationRun['outcome'];
  failed_step: IntegrationRun['failedStep'];
  code: string | null;
  detail: string | null;
  facts: Generated<unknown>;
  actor_name: string;
  started_at: Generated<string>;
  ended_at: string | null;
}

/** A message that a mailbox brought in, by its place there. */
export interface MailboxMessageTable {
  id: string;
  integration_id: string | null;
  folder: string;
  uid_validity: number;
  uid: number;
  case_id: string | null;
  message_id: string | null;
  sender: string;
  recipients: string[];
  subject: string;
  sent_at: string | null;
  received_at: string;
  headers: unknown;
  body: string;
  is_body_cut: boolean;
  attachments: CaseEmail['attachments'];
  created_at: Generated<string>;
}

/** One occurrence of an event of a subscribed calendar. */
export interface CalendarEventTable {
  id: string;
  integration_id: string;
  case_id: string | null;
  user_id: string | null;
  uid: string;
  occurrence: string;
  title: string;
  location: string | null;
  is_all_day: boolean;
  starts_at: string;
  ends_at: string | null;
  seen_in: string;
}

/** A secret address of a user's own calendar. */
export interface CalendarFeedTable {
  id: string;
  user_id: string;
  name: string;
  token_hash: Buffer;
  created_at: Generated<string>;
  last_read_at: string | null;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    integrations: IntegrationTable;
    integration_runs: IntegrationRunTable;
    mailbox_messages: MailboxMessageTable;
    calendar_events: CalendarEventTable;
    calendar_feeds: CalendarFeedTable;
  }
}
