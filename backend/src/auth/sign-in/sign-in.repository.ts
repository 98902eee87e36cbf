import type { Role } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { lockDurationMs } from './lock-duration.ts';

/** A user as sign-in needs to know it. */
export interface SignInAccount {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly isDisabled: boolean;
  readonly isLocked: boolean;
}

const columns = sql`id as "userId", email, name, role, password_hash as "passwordHash",
  disabled_at is not null as "isDisabled",
  coalesce(locked_until > now(), false) as "isLocked"`;

/** SQL of signing in: the account behind an address, its wrong passwords and locks. */
@Injectable()
export class SignInRepository {
  constructor(private readonly database: Database) {}

  /** The account of an address, or null. */
  async byEmail(email: string): Promise<SignInAccount | null> {
    const { rows } = await sql<SignInAccount>`select ${columns} from users
      where email = ${email}`.execute(this.database.db);
    return rows[0] ?? null;
  }

  /** The account of a user, or null. */
  async byId(userId: string): Promise<SignInAccount | null> {
    const { rows } = await sql<SignInAccount>`select ${columns} from users
      where id = ${userId}`.execute(this.database.db);
    return rows[0] ?? null;
  }

  /** Counts one wrong password and locks when it is due; answers the lock's length in ms, or 0. */
  async countFailure(trx: Transaction<Tables>, userId: string): Promise<number> {
    const { rows } = await sql<{ failures: number }>`update users
      set failed_sign_ins = failed_sign_ins + 1 where id = ${userId}
      returning failed_sign_ins as failures`.execute(trx);
    const lockMs = lockDurationMs(rows[0]?.failures ?? 0);
    if (lockMs === 0) return 0;
    await sql`update users set locked_until = now() + make_interval(secs => ${lockMs / 1000})
      where id = ${userId}`.execute(trx);
    return lockMs;
  }

  /**
   * Forgets the wrong passwords after a right one; answers false, and changes nothing, when the
   * account was locked, disabled or given another password while the hash was computed.
   */
  async clearFailures(
    trx: Transaction<Tables>,
    userId: string,
    passwordHash: string,
  ): Promise<boolean> {
    const result = await trx
      .updateTable('users')
      .set({ failed_sign_ins: 0, locked_until: null })
      .where('id', '=', userId)
      .where('password_hash', '=', passwordHash)
      .where('disabled_at', 'is', null)
      .where(sql<boolean>`(locked_until is null or locked_until <= now())`)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }

  /** Replaces a hash by one of the same password, without a new version. */
  async rehash(trx: Transaction<Tables>, userId: string, passwordHash: string): Promise<void> {
    await sql`update users set password_hash = ${passwordHash} where id = ${userId}`.execute(trx);
  }
}
