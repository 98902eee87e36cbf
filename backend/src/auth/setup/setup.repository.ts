import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../platform/database/database.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { SETUP_LINK_LIFE_MS, SETUP_LINKS_KEPT } from '../auth.limits.ts';

/** SQL of the first-run links. */
@Injectable()
export class SetupRepository {
  constructor(private readonly database: Database) {}

  /** Stores a link, drops expired ones and all but the newest ten. */
  async insert(trx: Transaction<Tables>, tokenHash: Buffer): Promise<void> {
    await sql`insert into setup_links (token_hash, expires_at) values
      (${tokenHash}, now() + make_interval(secs => ${SETUP_LINK_LIFE_MS / 1000}))`.execute(trx);
    await sql`delete from setup_links where expires_at <= now() or token_hash in (
      select token_hash from setup_links where used_at is null
      order by created_at desc offset ${SETUP_LINKS_KEPT})`.execute(trx);
  }

  /** Whether the link is unused and young enough. */
  async isOpen(tokenHash: Buffer): Promise<boolean> {
    const { rows } = await sql<{ open: boolean }>`select exists (select 1 from setup_links
      where token_hash = ${tokenHash} and used_at is null and expires_at > now()) as open`.execute(
      this.database.db,
    );
    return rows[0]?.open === true;
  }

  /** Uses the link up; answers false when it was not open. One of two at once gets true. */
  async use(trx: Transaction<Tables>, tokenHash: Buffer): Promise<boolean> {
    const used = await trx
      .updateTable('setup_links')
      .set({ used_at: sql<string>`now()` })
      .where('token_hash', '=', tokenHash)
      .where('used_at', 'is', null)
      .where(sql<boolean>`expires_at > now()`)
      .executeTakeFirst();
    return used.numUpdatedRows > 0n;
  }
}
