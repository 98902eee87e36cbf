import type { Page, Role, User, UserQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Kysely, type Transaction } from 'kysely';
import { advisoryLocks } from '../../platform/database/advisory-locks.ts';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { containsPattern } from '../../platform/database/like-pattern.ts';
import { keysetPage, type Keyset } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';

const byName: Keyset = {
  name: 'users',
  isDescending: false,
  columns: [
    { expression: sql`lower(users.name)`, type: 'text' },
    { expression: sql`users.id`, type: 'uuid' },
  ],
};

/** What a new user is made of; the password is hashed already. */
export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
}

/** Columns of a user that a change sets. */
export interface UserPatch {
  readonly name?: string;
  readonly role?: Role;
  readonly disabled?: boolean;
  readonly passwordHash?: string;
}

const userColumns = (db: Kysely<Tables>) =>
  db
    .selectFrom('users')
    .select([
      'users.id',
      'users.email',
      'users.name',
      'users.role',
      'users.version',
      'users.created_at as createdAt',
      sql<boolean>`users.disabled_at is not null`.as('disabled'),
    ]);

/** SQL of the users, apart from signing in. */
@Injectable()
export class UserRepository {
  constructor(private readonly database: Database) {}

  /** One page of the users by name; `q` matches anywhere in name or address. */
  async page(query: UserQuery): Promise<Page<User>> {
    const { db } = this.database;
    const pattern = containsPattern(query.q ?? '');
    const matches = sql<boolean>`(users.name ilike ${pattern} or users.email ilike ${pattern})`;
    const { rows, nextCursor } = await keysetPage(userColumns(db).where(matches), byName, query);
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await db
      .selectFrom('users')
      .where(matches)
      .select(db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** One user, or null. */
  async byId(id: string): Promise<User | null> {
    const user = await userColumns(this.database.db).where('id', '=', id).executeTakeFirst();
    return user ?? null;
  }

  /** One user, locked until the transaction ends, or null. */
  async locked(trx: Transaction<Tables>, id: string): Promise<User | null> {
    const user = await userColumns(trx).where('id', '=', id).forUpdate().executeTakeFirst();
    return user ?? null;
  }

  /** Adds a user; null when the address is taken. */
  async insert(trx: Transaction<Tables>, user: NewUser): Promise<User | null> {
    const id = newId();
    const made = await trx
      .insertInto('users')
      .values({
        id,
        email: user.email,
        name: user.name,
        role: user.role,
        password_hash: user.passwordHash,
        disabled_at: null,
        locked_until: null,
      })
      .onConflict((conflict) => conflict.column('email').doNothing())
      .returning('id')
      .executeTakeFirst();
    return made ? await userColumns(trx).where('id', '=', id).executeTakeFirstOrThrow() : null;
  }

  /** Changes a user and raises the version; a new password ends a lock. */
  async update(trx: Transaction<Tables>, id: string, patch: UserPatch): Promise<User> {
    const { name, role, disabled, passwordHash } = patch;
    await trx
      .updateTable('users')
      .set({
        version: sql<number>`version + 1`,
        updated_at: sql<string>`now()`,
        ...(name === undefined ? {} : { name }),
        ...(role === undefined ? {} : { role }),
        ...(disabled === undefined
          ? {}
          : { disabled_at: disabled ? sql<string>`coalesce(disabled_at, now())` : null }),
        ...(passwordHash === undefined
          ? {}
          : { password_hash: passwordHash, failed_sign_ins: 0, locked_until: null }),
      })
      .where('id', '=', id)
      .execute();
    return await userColumns(trx).where('id', '=', id).executeTakeFirstOrThrow();
  }

  /** Holds every other change of who is an administrator until the transaction ends. */
  async lockAdministrators(trx: Transaction<Tables>): Promise<void> {
    await sql`select pg_advisory_xact_lock(${advisoryLocks.administrators}::bigint)`.execute(trx);
  }

  /** Whether an enabled administrator exists, other than `exceptId`. */
  async hasAdministrator(db: Kysely<Tables>, exceptId: string | null = null): Promise<boolean> {
    const { rows } = await sql<{ exists: boolean }>`select exists (select 1 from users
      where role = 'admin' and disabled_at is null
        and id is distinct from ${exceptId}::uuid) as exists`.execute(db);
    return rows[0]?.exists === true;
  }
}
