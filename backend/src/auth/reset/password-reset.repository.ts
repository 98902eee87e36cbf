import { Injectable } from '@nestjs/common';
import { sql, type Kysely, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { RESET_LINKS_KEPT, RESET_LINK_LIFE_MS } from '../auth.limits.ts';

/** The user an open link belongs to. */
export interface ResetOwner {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

const passwordPrint = sql`sha256(convert_to(u.password_hash, 'UTF8'))`;

/** SQL of the one-time links for a new passphrase. */
@Injectable()
export class PasswordResetRepository {
  constructor(private readonly database: Database) {}

  /**
   * Stores a link, drops expired ones and all but the newest of the user; answers false when the user
   * is gone or disabled.
   */
  async insert(userId: string, tokenHash: Buffer): Promise<boolean> {
    return await this.database.transaction(async (trx) => {
      await sql`delete from password_resets where expires_at <= now()`.execute(trx);
      const { rows } = await sql`insert into password_resets
          (token_hash, user_id, password_print, expires_at)
        select ${tokenHash}, u.id, ${passwordPrint},
          now() + make_interval(secs => ${RESET_LINK_LIFE_MS / 1000}::float8)
        from users as u where u.id = ${userId} and u.disabled_at is null returning 1`.execute(trx);
      await sql`delete from password_resets where token_hash in (
        select token_hash from password_resets where user_id = ${userId}
        order by created_at desc offset ${RESET_LINKS_KEPT})`.execute(trx);
      return rows.length > 0;
    });
  }

  /** The owner of an open link, or null; with a transaction the user's row is locked. */
  async owner(tokenHash: Buffer, trx?: Transaction<Tables>): Promise<ResetOwner | null> {
    const db: Kysely<Tables> = trx ?? this.database.db;
    const { rows } = await sql<ResetOwner>`select u.id as "userId", u.email, u.name
      from password_resets as r join users as u on u.id = r.user_id
      where r.token_hash = ${tokenHash} and r.expires_at > now() and u.disabled_at is null
        and r.password_print = ${passwordPrint}
      ${trx === undefined ? sql`` : sql`for update of u`}`.execute(db);
    return rows[0] ?? null;
  }

  /** Ends every link of a user. */
  async endAll(trx: Transaction<Tables>, userId: string): Promise<void> {
    await sql`delete from password_resets where user_id = ${userId}`.execute(trx);
  }
}
