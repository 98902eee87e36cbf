import type { EmailState, EmailSummary, EmailsQuery, Page, Role } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { AccessService } from '../authorization/access.service.ts';
import { Database } from '../platform/database/database.ts';
import { startPattern } from '../platform/database/like-pattern.ts';
import { keysetPage, type Keyset } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import './email.schema.ts';
import { emailLimits } from './email.limits.ts';
import type { AttachmentRef } from './message/attachment-sources.ts';

const newestFirst: Keyset = {
  name: 'emails',
  isDescending: true,
  columns: [
    { expression: sql`emails.created_at`, type: 'timestamptz' },
    { expression: sql`emails.id`, type: 'uuid' },
  ],
};

/** A new email as it is stored. */
export interface NewEmail {
  readonly id: string;
  readonly userId: string | null;
  readonly address: string;
  readonly recipientName: string;
  readonly template: string;
  readonly values: string;
  readonly subject: string;
  readonly caseIds: readonly string[];
  readonly attachments: readonly AttachmentRef[];
  readonly dedupeKey: string | null;
  readonly state: 'queued' | 'suppressed';
  readonly messageId: string;
}

/** An email with what decides whether it may go out. */
export interface StoredEmail {
  readonly id: string;
  readonly userId: string | null;
  readonly address: string;
  readonly recipientName: string;
  readonly template: string;
  readonly values: Record<string, unknown>;
  readonly caseIds: readonly string[];
  readonly attachments: readonly AttachmentRef[];
  readonly state: EmailState;
  readonly messageId: string;
  readonly createdAt: string;
  readonly isSuppressed: boolean;
  /** The recipient's user, when there is one and it is not disabled. */
  readonly role: Role | null;
  readonly sentLastHour: number;
}

/** How a try ended. */
export interface EmailEnd {
  readonly state: EmailState;
  readonly reply: string | null;
  readonly bytes?: number | null;
  readonly bounceStatus?: string | null;
}

/** An email that a bounce names. */
export type NamedEmail = Pick<StoredEmail, 'id' | 'address' | 'state'>;

/** SQL of the emails. */
@Injectable()
export class EmailRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /** Whether the address gets no email, and how many it was sent or is to be sent today. */
  async standing(
    trx: Transaction<Tables>,
    address: string,
  ): Promise<{ isSuppressed: boolean; today: number }> {
    const { rows } = await sql<{ isSuppressed: boolean; today: number }>`select
      exists (select 1 from email_suppressions where address = ${address}) as "isSuppressed",
      (select count(*)::int from (select 1 from emails where address = ${address}
        and created_at > now() - interval '1 day'
        limit ${emailLimits.perAddressDayEntries}) as recent) as today`.execute(trx);
    return rows[0] ?? { isSuppressed: false, today: 0 };
  }

  /** Stores an email; false when one with its key is there already. */
  async insert(trx: Transaction<Tables>, email: NewEmail): Promise<boolean> {
    const inserted = await trx
      .insertInto('emails')
      .values({
        id: email.id,
        user_id: email.userId,
        address: email.address,
        recipient_name: email.recipientName,
        template: email.template,
        template_values: email.values,
        subject: email.subject,
        case_ids: [...email.caseIds],
        attachments: JSON.stringify(email.attachments),
        dedupe_key: email.dedupeKey,
        state: email.state,
        message_id: email.messageId,
        bytes: null,
        reply: null,
        bounce_status: null,
        sent_at: null,
        ended_at: email.state === 'queued' ? null : sql<string>`clock_timestamp()`,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    return inserted !== undefined;
  }

  /** One email and what decides about it, or null. */
  async forSending(id: string): Promise<StoredEmail | null> {
    const { rows } = await sql<StoredEmail>`select e.id, e.user_id as "userId", e.address,
        e.recipient_name as "recipientName", e.template, e.template_values as "values",
        e.case_ids as "caseIds", e.attachments, e.state, e.message_id as "messageId",
        e.created_at as "createdAt", u.role,
        exists (select 1 from email_suppressions as s where s.address = e.address) as "isSuppressed",
        (select count(*)::int from emails as o where o.address = e.address
          and o.sent_at > now() - interval '1 hour') as "sentLastHour"
      from emails as e left join users as u on u.id = e.user_id and u.disabled_at is null
      where e.id = ${id}`.execute(this.database.db);
    return rows[0] ?? null;
  }

  /** Whether the viewer may see every case that the email names. */
  async isOpenTo(viewer: Viewer, id: string): Promise<boolean> {
    const { rows } = await sql<{ open: boolean }>`select ${this.#open(viewer)} as open
      from emails where id = ${id}`.execute(this.database.db);
    return rows[0]?.open === true;
  }

  /** Counts a try that is to be followed by another one. */
  async noteTry(id: string, reply: string): Promise<void> {
    await this.database.db
      .updateTable('emails')
      .set({ attempts: sql<number>`attempts + 1`, reply })
      .where('id', '=', id)
      .execute();
  }

  /** Ends an email. */
  async end(trx: Transaction<Tables>, id: string, end: EmailEnd): Promise<void> {
    const isOut = end.state === 'sent' || end.state === 'written';
    const isTry = isOut || end.state === 'failed' || end.state === 'bounced';
    await trx
      .updateTable('emails')
      .set({
        state: end.state,
        reply: end.reply,
        ended_at: sql<string>`clock_timestamp()`,
        ...(isTry ? { attempts: sql<number>`attempts + 1` } : {}),
        ...(isOut ? { sent_at: sql<string>`clock_timestamp()` } : {}),
        ...(end.bytes === undefined ? {} : { bytes: end.bytes }),
        ...(end.bounceStatus === undefined ? {} : { bounce_status: end.bounceStatus }),
      })
      .where('id', '=', id)
      .execute();
  }

  /** The email of that id, else of that Message-ID, locked; or null. */
  async named(
    trx: Transaction<Tables>,
    id: string | null,
    messageId: string,
  ): Promise<NamedEmail | null> {
    const email = await trx
      .selectFrom('emails')
      .select(['id', 'address', 'state'])
      .where(id === null ? 'message_id' : 'id', '=', id ?? messageId)
      .forUpdate()
      .executeTakeFirst();
    return email ?? null;
  }

  /** Marks an email that came back after it was sent. */
  async bounce(
    trx: Transaction<Tables>,
    id: string,
    reply: string,
    status: string | null,
  ): Promise<void> {
    await trx
      .updateTable('emails')
      .set({
        state: 'bounced',
        reply,
        bounce_status: status,
        ended_at: sql<string>`clock_timestamp()`,
      })
      .where('id', '=', id)
      .execute();
  }

  /** One page of the log, newest first. */
  async page(viewer: Viewer, query: EmailsQuery): Promise<Page<EmailSummary>> {
    const { rows, nextCursor } = await keysetPage(
      this.#matching(query).select(this.#columns(viewer)),
      newestFirst,
      query,
    );
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await this.#matching(query)
      .select(this.database.db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** One email of the log with what its text is made of, or null. */
  async byId(viewer: Viewer, id: string) {
    const row = await this.database.db
      .selectFrom('emails')
      .where('id', '=', id)
      .select(this.#columns(viewer))
      .select([
        'message_id as messageId',
        'recipient_name as recipientName',
        'template_values as values',
        this.#open(viewer).as('isOpen'),
      ])
      .executeTakeFirst();
    return row ?? null;
  }

  /** How many wait to be sent, and how many addresses get no email. */
  async counts(): Promise<{ queued: number; suppressed: number }> {
    const { rows } = await sql<{ queued: number; suppressed: number }>`select
      (select count(*)::int from emails where state = 'queued') as queued,
      (select count(*)::int from email_suppressions) as suppressed`.execute(this.database.db);
    return rows[0] ?? { queued: 0, suppressed: 0 };
  }

  /** Removes emails that are past their time; answers how many, at most one statement's worth. */
  async removeOld(): Promise<number> {
    const { rows } = await sql<{ count: number }>`with gone as (delete from emails where id in (
        select id from emails where created_at < now()
          - make_interval(days => ${emailLimits.keptDays}::int)
        limit ${emailLimits.cleanUpRows}) returning 1)
      select count(*)::int as count from gone`.execute(this.database.db);
    return rows[0]?.count ?? 0;
  }

  #columns(viewer: Viewer) {
    return [
      'emails.id',
      'emails.template',
      'emails.address',
      sql<string | null>`case when ${this.#open(viewer)} then emails.subject end`.as('subject'),
      'emails.state',
      'emails.attempts',
      'emails.bytes',
      sql<number>`jsonb_array_length(emails.attachments)`.as('attachments'),
      'emails.reply',
      'emails.bounce_status as bounceStatus',
      'emails.created_at as createdAt',
      'emails.ended_at as endedAt',
    ] as const;
  }

  #matching({ state, template, address }: EmailsQuery) {
    let query = this.database.db.selectFrom('emails');
    if (state !== undefined) query = query.where('state', '=', state);
    if (template !== undefined) query = query.where('template', '=', template);
    if (address !== undefined)
      query = query.where('address', 'like', startPattern(address.toLowerCase()));
    return query;
  }

  #open(viewer: Viewer): RawBuilder<SqlBool> {
    const isVisible = this.access.visibleCases(viewer, 'named.case_id');
    return sql<SqlBool>`not exists (select 1 from unnest(emails.case_ids) as named(case_id)
      where not (${isVisible} and exists (select 1 from cases where cases.id = named.case_id)))`;
  }
}
