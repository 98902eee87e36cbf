import type { Page, Session, SubListQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type RawBuilder, type SqlBool, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { keysetPage, type Keyset } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { ENDED_SESSION_KEPT_MS, SESSION_IDLE_MS, SESSIONS_PER_USER } from '../auth.limits.ts';

const newestFirst: Keyset = {
  name: 'sessions',
  isDescending: true,
  columns: [
    { expression: sql`sessions.created_at`, type: 'timestamptz' },
    { expression: sql`sessions.id`, type: 'uuid' },
  ],
};

const isOpen = sql<SqlBool>`(sessions.revoked_at is null and sessions.expires_at > now())`;

const later = (durationMs: number): RawBuilder<string> =>
  sql<string>`now() + make_interval(secs => ${durationMs / 1000})`;

/** What a new session is made of. */
export interface NewSession {
  readonly userId: string;
  readonly tokenHash: Buffer;
  readonly device: string;
  readonly ip: string;
}

/** SQL of the sessions. Every statement names the owner, so that nobody reaches another's. */
@Injectable()
export class SessionRepository {
  constructor(private readonly database: Database) {}

  /** Opens a session, ends the owner's oldest beyond 100 and drops long ended ones. */
  async open(
    trx: Transaction<Tables>,
    session: NewSession,
  ): Promise<{ id: string; expiresAt: string }> {
    await sql`delete from sessions where user_id = ${session.userId}
      and least(expires_at, coalesce(revoked_at, expires_at))
        < now() - make_interval(secs => ${ENDED_SESSION_KEPT_MS / 1000})`.execute(trx);
    await sql`update sessions set revoked_at = now() where id in (
      select id from sessions where user_id = ${session.userId} and ${isOpen}
      order by created_at desc, id desc offset ${SESSIONS_PER_USER - 1})`.execute(trx);
    return await trx
      .insertInto('sessions')
      .values({
        id: newId(),
        user_id: session.userId,
        token_hash: session.tokenHash,
        device: session.device,
        ip: session.ip,
        expires_at: later(SESSION_IDLE_MS),
        revoked_at: null,
      })
      .returning(['id', 'expires_at as expiresAt'])
      .executeTakeFirstOrThrow();
  }

  /** One page of a user's open sessions, newest first; `currentId` is marked. */
  async page(
    userId: string,
    currentId: string | null,
    query: SubListQuery,
  ): Promise<Page<Session>> {
    const { db } = this.database;
    const own = db.selectFrom('sessions').where('user_id', '=', userId).where(isOpen);
    const { rows, nextCursor } = await keysetPage(
      own.select([
        'id',
        'device',
        'ip',
        sql<string>`coalesce(last_ip, ip)`.as('lastIp'),
        'created_at as createdAt',
        'last_seen_at as lastSeenAt',
        'expires_at as expiresAt',
      ]),
      newestFirst,
      query,
    );
    const items = rows.map((row) => ({ ...row, current: row.id === currentId }));
    if (query.count !== true) return { items, nextCursor };
    const counted = await own
      .select(db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items, nextCursor, total: counted.total };
  }

  /** Ends one open session of the user; answers whether there was one. */
  async revoke(trx: Transaction<Tables>, userId: string, id: string): Promise<boolean> {
    const result = await trx
      .updateTable('sessions')
      .set({ revoked_at: sql<string>`now()` })
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .where(isOpen)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Ends every open session of the user, except `keptId`; answers how many there were. */
  async revokeAll(
    trx: Transaction<Tables>,
    userId: string,
    keptId: string | null = null,
  ): Promise<number> {
    const { numAffectedRows } = await sql`update sessions set revoked_at = now()
      where user_id = ${userId} and ${isOpen}
        and id is distinct from ${keptId}::uuid`.execute(trx);
    return Number(numAffectedRows ?? 0);
  }
}
