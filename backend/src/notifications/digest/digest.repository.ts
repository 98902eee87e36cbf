import type { DigestSettings, Role } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { AccessService } from '../../authorization/access.service.ts';
import { userViewer } from '../../authorization/user-viewer.ts';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { notificationsLimits } from '../notifications.limits.ts';
import '../notifications.schema.ts';

/** A user whose digest is due. */
export interface DueDigest extends DigestSettings {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly isDisabled: boolean;
  readonly dueAt: string;
}

/** A line of a digest. */
export interface DigestRow {
  readonly id: string;
  readonly title: string;
  readonly count: number;
  readonly path: string;
  readonly caseId: string | null;
  readonly caseTitle: string | null;
}

/** SQL of the digests. */
@Injectable()
export class DigestRepository {
  constructor(
    private readonly database: Database,
    private readonly access: AccessService,
  ) {}

  /** Users whose digest is due, the longest due first. */
  async due(): Promise<string[]> {
    const rows = await this.database.db
      .selectFrom('notification_settings')
      .select('user_id as userId')
      .where(sql<boolean>`next_digest_at <= now()`)
      .orderBy('next_digest_at')
      .limit(notificationsLimits.digestUsers.value)
      .execute();
    return rows.map(({ userId }) => userId);
  }

  /** Locks a user's digest; null when it is not due (any more) or another process is at it. */
  async claim(trx: Transaction<Tables>, userId: string): Promise<DueDigest | null> {
    const { rows } = await sql<DueDigest>`select s.user_id as "userId", s.digest as frequency,
        s.digest_hour as hour, s.time_zone as "timeZone", s.next_digest_at as "dueAt",
        u.name, u.email, u.role, u.disabled_at is not null as "isDisabled"
      from notification_settings as s join users as u on u.id = s.user_id
      where s.user_id = ${userId} and s.next_digest_at <= now()
      for update of s skip locked`.execute(trx);
    return rows[0] ?? null;
  }

  /** What the user has not read and not been sent, of cases open to them now, latest first. */
  async rows(trx: Transaction<Tables>, user: DueDigest): Promise<DigestRow[]> {
    const isOpen = this.access.visibleCases(await userViewer(trx, user), 'n.case_id');
    const { rows } = await sql<DigestRow>`select n.id, n.title, n.count, n.path,
        n.case_id as "caseId", c.title as "caseTitle"
      from notifications as n left join cases as c on c.id = n.case_id
      where n.user_id = ${user.userId} and n.digest and n.read_at is null
        and n.digested_at is null and (n.case_id is null or ${isOpen})
      order by n.updated_at desc, n.id desc
      limit ${notificationsLimits.digestHeldRows.value}`.execute(trx);
    return rows;
  }

  /** Remembers that these were sent, and when the next digest is due. */
  async done(
    trx: Transaction<Tables>,
    userId: string,
    sent: readonly string[],
    next: Date | null,
  ): Promise<void> {
    await sql`update notifications set digested_at = now()
      where id = any(${[...sent]}::uuid[])`.execute(trx);
    await trx
      .updateTable('notification_settings')
      .set({ next_digest_at: next?.toISOString() ?? null })
      .where('user_id', '=', userId)
      .execute();
  }
}
