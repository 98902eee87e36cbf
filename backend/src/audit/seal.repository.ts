import { Injectable } from '@nestjs/common';
import { sql, type Kysely, type Transaction } from 'kysely';
import { advisoryLocks } from '../platform/database/advisory-locks.ts';
import type { Tables } from '../platform/database/tables.ts';
import { AUDIT_SEAL_BATCH } from './audit.limits.ts';
import { sealedFieldsSql, type ChainHead } from './chain-reader.ts';
import type { SealedFields } from './seal-chain.ts';

/** One seal to be written. */
export interface Seal {
  readonly id: string;
  readonly sequence: number;
  readonly previous: Buffer;
  readonly hash: Buffer;
}

const fields = sql.raw(sealedFieldsSql);

/** SQL of writing the hash chain; `ChainReader` reads it back. */
@Injectable()
export class SealRepository {
  /** Takes the sealer's lock for this transaction; answers false when another holds it. */
  async tryLock(trx: Transaction<Tables>): Promise<boolean> {
    const { rows } = await sql<{ taken: boolean }>`
      select pg_try_advisory_xact_lock(${advisoryLocks.auditSeal}::bigint) as taken`.execute(trx);
    return rows[0]?.taken === true;
  }

  /** The last sealed row, or null for an empty chain. */
  async head(db: Kysely<Tables>): Promise<ChainHead | null> {
    const { rows } = await sql<ChainHead>`select seal_seq as sequence, hash from audit_log
      where seal_seq is not null order by seal_seq desc limit 1`.execute(db);
    return rows[0] ?? null;
  }

  /** The oldest rows without a seal, one batch of them. */
  async unsealed(trx: Transaction<Tables>): Promise<SealedFields[]> {
    const { rows } = await sql<SealedFields>`select ${fields} from audit_log
      where seal_seq is null order by id limit ${AUDIT_SEAL_BATCH}`.execute(trx);
    return rows;
  }

  /** Writes the seals of one batch in one statement. */
  async seal(trx: Transaction<Tables>, seals: readonly Seal[]): Promise<void> {
    const rows = seals.map(
      (seal) => sql`(${seal.id}::uuid, ${seal.sequence}::bigint, ${seal.previous}::bytea,
        ${seal.hash}::bytea)`,
    );
    await sql`update audit_log set seal_seq = s.seal_seq, prev_hash = s.prev_hash, hash = s.hash
      from (values ${sql.join(rows)}) as s (id, seal_seq, prev_hash, hash)
      where audit_log.id = s.id`.execute(trx);
  }
}
