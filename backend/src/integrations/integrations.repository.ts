import type { IntegrationQuery } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { keysetPage } from '../platform/database/keyset.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { IntegrationRow } from './integration-row.ts';
import './integrations.schema.ts';

const columns = [
  'id',
  'kind',
  'name',
  'is_enabled as isEnabled',
  'every_minutes as everyMinutes',
  'settings',
  'sealed',
  'key_id as keyId',
  'credential_names as credentialNames',
  'next_sync_at as nextSyncAt',
  'version',
  'created_at as createdAt',
  'updated_at as updatedAt',
] as const;

const byName = {
  name: 'integrations:name',
  isDescending: false,
  columns: [
    { expression: sql`lower(name)`, type: 'text' },
    { expression: sql`id`, type: 'uuid' },
  ],
} as const;

/** What is written of an integration; the database fills in the rest. */
export interface IntegrationValues {
  readonly name: string;
  readonly isEnabled: boolean;
  readonly everyMinutes: number | null;
  readonly settings: object;
  readonly sealed: string;
  readonly keyId: string;
  readonly credentialNames: readonly string[];
}

/** SQL of the integrations. They belong to the installation: who may read one may read all. */
@Injectable()
export class IntegrationsRepository {
  constructor(private readonly database: Database) {}

  async list(
    query: IntegrationQuery,
  ): Promise<{ rows: IntegrationRow[]; nextCursor: string | null; total?: number }> {
    let rows = this.database.db.selectFrom('integrations');
    if (query.kind !== undefined) rows = rows.where('kind', '=', query.kind);
    const page = await keysetPage(rows.select(columns), byName, query);
    const found = { ...page, rows: page.rows as IntegrationRow[] };
    if (!query.count) return found;
    const { total } = await rows
      .select(sql<number>`count(*)::int`.as('total'))
      .executeTakeFirstOrThrow();
    return { ...found, total };
  }

  async find(id: string, trx?: Transaction<Tables>): Promise<IntegrationRow | undefined> {
    const found = await (trx ?? this.database.db)
      .selectFrom('integrations')
      .select(columns)
      .where('id', '=', id)
      .executeTakeFirst();
    return found as IntegrationRow | undefined;
  }

  async count(trx: Transaction<Tables>): Promise<number> {
    const { count } = await trx
      .selectFrom('integrations')
      .select(sql<number>`count(*)::int`.as('count'))
      .executeTakeFirstOrThrow();
    return count;
  }

  async insert(
    trx: Transaction<Tables>,
    row: IntegrationValues & Pick<IntegrationRow, 'id' | 'kind'>,
  ): Promise<void> {
    const { id, kind } = row;
    await trx
      .insertInto('integrations')
      .values({ id, kind, ...values(row) })
      .execute();
  }

  /** Answers false when the integration does not have that version any more. */
  async update(
    trx: Transaction<Tables>,
    id: string,
    version: number,
    row: IntegrationValues,
  ): Promise<boolean> {
    const { numUpdatedRows } = await trx
      .updateTable('integrations')
      .set({ ...values(row), version: version + 1, updated_at: sql<string>`now()` })
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numUpdatedRows > 0n;
  }

  async delete(trx: Transaction<Tables>, id: string, version: number): Promise<boolean> {
    const { numDeletedRows } = await trx
      .deleteFrom('integrations')
      .where('id', '=', id)
      .where('version', '=', version)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** How many integrations each key protects. */
  async keysInUse(): Promise<Map<string, number>> {
    const rows = await this.database.db
      .selectFrom('integrations')
      .select(['key_id', sql<number>`count(*)::int`.as('count')])
      .groupBy('key_id')
      .execute();
    return new Map(rows.map(({ key_id, count }) => [key_id, count]));
  }

  /** Integrations under another key than this one, locked for the caller. */
  async notSealedWith(
    trx: Transaction<Tables>,
    keyId: string,
    after: string | null,
    limit: number,
  ): Promise<Pick<IntegrationRow, 'id' | 'sealed'>[]> {
    let rows = trx.selectFrom('integrations').select(['id', 'sealed']).where('key_id', '!=', keyId);
    if (after !== null) rows = rows.where('id', '>', after);
    return rows.orderBy('id').limit(limit).forUpdate().execute();
  }

  async reseal(trx: Transaction<Tables>, id: string, sealed: string, keyId: string): Promise<void> {
    await trx
      .updateTable('integrations')
      .set((set) => ({ sealed, key_id: keyId, version: set('version', '+', 1) }))
      .where('id', '=', id)
      .execute();
  }

  /** Where the next sync goes on, as the last one left it. */
  async state(id: string): Promise<unknown> {
    const found = await this.database.db
      .selectFrom('integrations')
      .select('state')
      .where('id', '=', id)
      .executeTakeFirst();
    return found?.state ?? {};
  }

  async setState(trx: Transaction<Tables>, id: string, state: object): Promise<void> {
    await trx
      .updateTable('integrations')
      .set({ state: JSON.stringify(state) })
      .where('id', '=', id)
      .execute();
  }
}

function values(row: IntegrationValues) {
  return {
    name: row.name,
    is_enabled: row.isEnabled,
    every_minutes: row.everyMinutes,
    settings: JSON.stringify(row.settings),
    sealed: row.sealed,
    key_id: row.keyId,
    credential_names: [...row.credentialNames],
    failures: 0,
    next_sync_at:
      row.isEnabled && row.everyMinutes !== null ? sql<string>`now()` : sql<string>`null`,
  };
}
