import type { CaseEmail, RunsQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Insertable, Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import { keysetPage } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';
import type { MailboxMessageTable } from '../integrations.schema.ts';

const newestFirst = {
  name: 'mailbox-messages',
  isDescending: true,
  columns: [
    { expression: sql`received_at`, type: 'timestamptz' },
    { expression: sql`id`, type: 'uuid' },
  ],
} as const;

/** A message with its place; the columns that may be null are given all the same. */
export type NewMessage = Insertable<MailboxMessageTable> &
  Pick<MailboxMessageTable, 'integration_id' | 'message_id'>;

/** SQL of the messages that mailboxes bring in. */
@Injectable()
export class MailboxMessagesRepository {
  constructor(private readonly database: Database) {}

  /** Messages of a case, or of a mailbox without a case. The caller has checked the access. */
  async list(
    of: { readonly case_id: string | null; readonly integration_id?: string },
    query: RunsQuery,
  ): Promise<{ rows: CaseEmail[]; nextCursor: string | null; total?: number }> {
    let rows = this.database.db.selectFrom('mailbox_messages');
    rows =
      of.case_id === null
        ? rows.where('case_id', 'is', null)
        : rows.where('case_id', '=', of.case_id);
    if (of.integration_id !== undefined)
      rows = rows.where('integration_id', '=', of.integration_id);
    const page = await keysetPage(
      rows.select([
        'id',
        'case_id as caseId',
        'sender as from',
        'recipients as to',
        'subject',
        'sent_at as sentAt',
        'received_at as receivedAt',
        'body as text',
        'is_body_cut as isTextCut',
        'attachments',
      ]),
      newestFirst,
      query,
    );
    if (!query.count) return page;
    const { total } = await rows
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...page, total };
  }

  /**
   * Keeps a message by its place in the mailbox; false when it is there already, also when the mailbox was
   * numbered anew since.
   */
  async insert(trx: Transaction<Tables>, message: NewMessage): Promise<boolean> {
    if (message.message_id !== null) {
      const known = await trx
        .selectFrom('mailbox_messages')
        .select('id')
        .where('integration_id', '=', message.integration_id)
        .where('folder', '=', message.folder)
        .where('uid_validity', '!=', message.uid_validity)
        .where('message_id', '=', message.message_id)
        .executeTakeFirst();
      if (known !== undefined) return false;
    }
    const { numInsertedOrUpdatedRows } = await trx
      .insertInto('mailbox_messages')
      .values(message)
      .onConflict((conflict) =>
        conflict.columns(['integration_id', 'folder', 'uid_validity', 'uid']).doNothing(),
      )
      .executeTakeFirst();
    return (numInsertedOrUpdatedRows ?? 0n) > 0n;
  }

  /** The one case that has one of these numbers; null when there is none or more than one. */
  async caseOf(trx: Transaction<Tables>, numbers: readonly string[]): Promise<string | null> {
    if (numbers.length === 0) return null;
    const { rows } = await sql<{ id: string }>`select id from cases
      where lower(number) = any(${numbers}::text[]) or number_key = any(${numbers}::text[])
      limit 2`.execute(trx);
    return rows.length === 1 ? (rows[0]?.id ?? null) : null;
  }
}
