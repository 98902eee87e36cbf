import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { StoredSecret } from './webhook-secrets.ts';
import './webhooks.schema.ts';

/** Both secrets of one webhook. */
export interface SecretRow {
  readonly id: string;
  readonly current: StoredSecret;
  readonly previous: StoredSecret;
}

/** SQL of the signing secrets. The id of a key is the second part of what it sealed. */
@Injectable()
export class WebhookSecretsRepository {
  constructor(private readonly database: Database) {}

  /** The current secret, locked for the caller. */
  async lock(trx: Transaction<Tables>, id: string): Promise<StoredSecret> {
    const { secret, sealed_secret } = await trx
      .selectFrom('webhooks')
      .select(['secret', 'sealed_secret'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    return { plain: secret, sealed: sealed_secret };
  }

  /** The new secret signs from now on, the one before it for `overlapHours` more. */
  async rotate(
    trx: Transaction<Tables>,
    id: string,
    sealed: string,
    sealedPrevious: string | null,
    overlapHours: number,
  ): Promise<void> {
    await sql`update webhooks set secret = null, sealed_secret = ${sealed},
        previous_secret = null, sealed_previous_secret = ${sealedPrevious}::text,
        previous_secret_until = case when ${overlapHours} > 0
          then now() + make_interval(hours => ${overlapHours}::int) end,
        version = version + 1, updated_at = now() where id = ${id}`.execute(trx);
  }

  /** Forgets secrets that sign no more. */
  async forget(): Promise<void> {
    await sql`update webhooks set previous_secret = null, sealed_previous_secret = null,
      previous_secret_until = null where previous_secret_until <= now()`.execute(this.database.db);
  }

  /** How many webhooks have a secret under each key. */
  async keysInUse(): Promise<Map<string, number>> {
    const { rows } = await sql<{ id: string; count: number }>`
      select key as id, count(distinct webhook)::int as count from (
        select id as webhook, split_part(sealed_secret, '.', 2) as key from webhooks
          where sealed_secret is not null
        union all
        select id, split_part(sealed_previous_secret, '.', 2) from webhooks
          where sealed_previous_secret is not null
      ) as used group by key`.execute(this.database.db);
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /**
   * Webhooks with a secret that is not sealed, or not with `keyId` where one is given, locked; what
   * another process has locked is left to it.
   */
  async notSealedWith(
    trx: Transaction<Tables>,
    keyId: string | null,
    after: string | null,
    limit: number,
  ): Promise<SecretRow[]> {
    const { rows } = await sql<
      Record<'plain' | 'sealed' | 'old' | 'oldSealed', string | null> & { id: string }
    >`
      select id, secret as plain, sealed_secret as sealed, previous_secret as old,
        sealed_previous_secret as "oldSealed" from webhooks
      where (secret is not null or previous_secret is not null
        or split_part(sealed_secret, '.', 2) <> ${keyId}::text
        or split_part(sealed_previous_secret, '.', 2) <> ${keyId}::text)
        and (${after}::uuid is null or id > ${after}::uuid)
      order by id limit ${limit} for update skip locked`.execute(trx);
    return rows.map(({ id, plain, sealed, old, oldSealed }) => ({
      id,
      current: { plain, sealed },
      previous: { plain: old, sealed: oldSealed },
    }));
  }

  async write(
    trx: Transaction<Tables>,
    id: string,
    sealed: string | null,
    sealedPrevious: string | null,
  ): Promise<void> {
    await trx
      .updateTable('webhooks')
      .set({ secret: null, previous_secret: null })
      .set({ sealed_secret: sealed, sealed_previous_secret: sealedPrevious })
      .where('id', '=', id)
      .execute();
  }
}
