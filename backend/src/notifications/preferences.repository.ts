import type { DigestSettings, KindPreference, NotificationKind } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../platform/database/database.ts';
import type { Tables } from '../platform/database/tables.ts';
import { defaultDigest, nextDigestAt } from './digest/next-digest.ts';
import './notifications.schema.ts';

/** What one user chose. */
export interface StoredPreferences {
  readonly version: number;
  readonly digest: DigestSettings;
  readonly kinds: readonly KindPreference[];
}

/** SQL of what users want to hear of, and where. */
@Injectable()
export class PreferencesRepository {
  constructor(private readonly database: Database) {}

  /** What the user chose; the defaults and version 0 for one who chose nothing. */
  async of(userId: string, trx?: Transaction<Tables>): Promise<StoredPreferences> {
    const db = trx ?? this.database.db;
    const settings = await db
      .selectFrom('notification_settings')
      .select(['digest', 'digest_hour', 'time_zone', 'version'])
      .where('user_id', '=', userId)
      .executeTakeFirst();
    const rows = await db
      .selectFrom('notification_preferences')
      .select(['kind', 'in_app as inApp', 'email', 'digest'])
      .where('user_id', '=', userId)
      .execute();
    const digest: DigestSettings =
      settings === undefined
        ? defaultDigest
        : {
            frequency: settings.digest,
            hour: settings.digest_hour,
            timeZone: settings.time_zone,
          };
    const kinds = rows.map((row) => ({ ...row, kind: row.kind as NotificationKind }));
    return { version: settings?.version ?? 0, digest, kinds };
  }

  /** The version, with the row made where there is none and locked until the transaction ends. */
  async locked(trx: Transaction<Tables>, userId: string): Promise<number> {
    const first = nextDigestAt(Date.now(), defaultDigest)?.toISOString() ?? null;
    await trx
      .insertInto('notification_settings')
      .values({ user_id: userId, next_digest_at: first })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    const { version } = await trx
      .selectFrom('notification_settings')
      .select('version')
      .where('user_id', '=', userId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    return version;
  }

  /** Stores a change and raises the version. */
  async store(
    trx: Transaction<Tables>,
    userId: string,
    digest: DigestSettings | undefined,
    kinds: readonly KindPreference[],
  ): Promise<void> {
    const next = digest === undefined ? null : nextDigestAt(Date.now(), digest);
    await trx
      .updateTable('notification_settings')
      .set({
        version: sql<number>`version + 1`,
        ...(digest === undefined
          ? {}
          : {
              digest: digest.frequency,
              digest_hour: digest.hour,
              time_zone: digest.timeZone,
              next_digest_at: next?.toISOString() ?? null,
            }),
      })
      .where('user_id', '=', userId)
      .execute();
    for (const { kind, inApp, email, digest: inDigest } of kinds) {
      const choice = { in_app: inApp, email, digest: inDigest };
      await trx
        .insertInto('notification_preferences')
        .values({ user_id: userId, kind, ...choice })
        .onConflict((conflict) => conflict.columns(['user_id', 'kind']).doUpdateSet(choice))
        .execute();
    }
  }
}
