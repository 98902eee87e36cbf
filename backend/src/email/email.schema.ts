import type { EmailState, SuppressionReason } from '@lexiflow/contracts';
import type { ColumnType, Generated } from 'kysely';
import type { AttachmentRef } from './message/attachment-sources.ts';

/** One email: what was asked for and what became of it. */
export interface EmailTable {
  id: string;
  user_id: string | null;
  address: string;
  recipient_name: string;
  template: string;
  template_values: ColumnType<Record<string, unknown>, string, never>;
  subject: string;
  case_ids: string[];
  attachments: ColumnType<AttachmentRef[], string, never>;
  dedupe_key: string | null;
  state: EmailState;
  attempts: Generated<number>;
  message_id: string;
  bytes: number | null;
  reply: string | null;
  bounce_status: string | null;
  created_at: Generated<string>;
  sent_at: string | null;
  ended_at: string | null;
}

/** An address that gets no email. */
export interface EmailSuppressionTable {
  id: string;
  address: string;
  reason: SuppressionReason;
  detail: string;
  created_at: Generated<string>;
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    emails: EmailTable;
    email_suppressions: EmailSuppressionTable;
  }
}
