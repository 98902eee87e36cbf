import type { ApiKey, Page, Permission, SubListQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type SqlBool, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import { newId } from '../../platform/database/id.ts';
import { keysetPage, type Keyset } from '../../platform/database/keyset.ts';
import type { Tables } from '../../platform/database/tables.ts';

const newestFirst: Keyset = {
  name: 'api-keys',
  isDescending: true,
  columns: [
    { expression: sql`api_keys.created_at`, type: 'timestamptz' },
    { expression: sql`api_keys.id`, type: 'uuid' },
  ],
};

const isOpen = sql<SqlBool>`(api_keys.revoked_at is null
  and (api_keys.expires_at is null or api_keys.expires_at > now()))`;

const columns = [
  'id',
  'name',
  'prefix',
  'scopes',
  'created_at as createdAt',
  'last_used_at as lastUsedAt',
  'expires_at as expiresAt',
] as const;

/** What a new key is made of. */
export interface NewApiKey {
  readonly userId: string;
  readonly name: string;
  readonly prefix: string;
  readonly keyHash: Buffer;
  readonly scopes: readonly Permission[];
  readonly expiresInDays: number | null;
}

/** SQL of the API keys. Every statement names the owner, so that nobody reaches another's. */
@Injectable()
export class ApiKeyRepository {
  constructor(private readonly database: Database) {}

  /** One page of a user's open keys, newest first. */
  async page(userId: string, query: SubListQuery): Promise<Page<ApiKey>> {
    const { db } = this.database;
    const own = db.selectFrom('api_keys').where('user_id', '=', userId).where(isOpen);
    const { rows, nextCursor } = await keysetPage(own.select(columns), newestFirst, query);
    if (query.count !== true) return { items: rows, nextCursor };
    const counted = await own
      .select(db.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return { items: rows, nextCursor, total: counted.total };
  }

  /** How many open keys the user has; holds the user's row, so that two makers count in turn. */
  async countOpen(trx: Transaction<Tables>, userId: string): Promise<number> {
    await sql`select 1 from users where id = ${userId} for update`.execute(trx);
    const counted = await trx
      .selectFrom('api_keys')
      .where('user_id', '=', userId)
      .where(isOpen)
      .select(trx.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow();
    return counted.total;
  }

  /** Adds a key. */
  async insert(trx: Transaction<Tables>, key: NewApiKey): Promise<ApiKey> {
    return await trx
      .insertInto('api_keys')
      .values({
        id: newId(),
        user_id: key.userId,
        name: key.name,
        prefix: key.prefix,
        key_hash: key.keyHash,
        scopes: [...key.scopes],
        last_used_at: null,
        expires_at:
          key.expiresInDays === null
            ? null
            : sql<string>`now() + make_interval(days => ${key.expiresInDays})`,
        revoked_at: null,
      })
      .returning(columns)
      .executeTakeFirstOrThrow();
  }

  /** Ends one open key of the user; answers whether there was one. */
  async revoke(trx: Transaction<Tables>, userId: string, id: string): Promise<boolean> {
    const result = await trx
      .updateTable('api_keys')
      .set({ revoked_at: sql<string>`now()` })
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .where(isOpen)
      .executeTakeFirst();
    return result.numUpdatedRows > 0n;
  }
}
