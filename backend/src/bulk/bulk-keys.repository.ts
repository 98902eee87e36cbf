import type { BulkKindName } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import './bulk.schema.ts';

/** Whose key, of which kind. Callers do not see each other's keys. */
export interface BulkKey {
  readonly viewer: Viewer;
  readonly kind: BulkKindName;
  readonly key: string;
}

/** SQL of the keys. */
@Injectable()
export class BulkKeysRepository {
  constructor(private readonly database: Database) {}

  /** The record under a key, and the hash of the row that made it. */
  async find(wanted: BulkKey): Promise<{ id: string; hash: Buffer } | undefined> {
    return await this.database.db
      .selectFrom('bulk_keys')
      .select(['object_id as id', 'row_hash as hash'])
      .where('owner', '=', ownerOf(wanted.viewer))
      .where('kind', '=', wanted.kind)
      .where('key', '=', wanted.key)
      .executeTakeFirst();
  }

  /** Puts a record under a key. Breaks the uniqueness `bulk_keys_pkey` when the key is taken. */
  async add(taken: BulkKey, id: string, hash: Buffer, trx?: Transaction<Tables>): Promise<void> {
    const { viewer, kind, key } = taken;
    await (trx ?? this.database.db)
      .insertInto('bulk_keys')
      .values({ owner: ownerOf(viewer), kind, key, object_id: id, row_hash: hash })
      .execute();
  }
}

function ownerOf({ userId, kind }: Viewer): string {
  return userId ?? kind;
}
