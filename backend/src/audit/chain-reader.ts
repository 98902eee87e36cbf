import type { SealedFields } from './seal-chain.ts';
import { AUDIT_VERIFY_BATCH } from './audit.limits.ts';

/** The end of the chain. */
export interface ChainHead {
  readonly sequence: number;
  readonly hash: Buffer;
}

/** A row as the verification reads it back. */
export interface SealedRow extends SealedFields {
  readonly sequence: number;
  readonly prev_hash: Buffer;
  readonly hash: Buffer;
}

/** Runs one statement with `$1`-style values. */
export type RunQuery = <Row>(text: string, values: readonly unknown[]) => Promise<readonly Row[]>;

/** The sealed fields of a row as the texts that its hash covers. */
export const sealedFieldsSql = `id::text,
  to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at,
  actor_kind, actor_id::text, actor_name, action, object_type, object_id, case_id::text,
  details::text, request_id, ip`;

/**
 * Reads the hash chain from any connection, 200 rows at a time: from the server's pool, or from the
 * command line beside a running server. Rows are sealed once and never change, so a reading that takes
 * minutes sees one chain.
 */
export class ChainReader {
  readonly #run: RunQuery;

  constructor(run: RunQuery) {
    this.#run = run;
  }

  /** The last sealed row, or null for an empty chain. */
  async head(): Promise<ChainHead | null> {
    const [row] = await this.#run<ChainHead>(
      `select seal_seq as sequence, hash from audit_log
        where seal_seq is not null order by seal_seq desc limit 1`,
      [],
    );
    return row === undefined ? null : { sequence: Number(row.sequence), hash: row.hash };
  }

  /** How many rows wait for their seal. */
  async countUnsealed(): Promise<number> {
    const [row] = await this.#run<{ total: number | string }>(
      'select count(*) as total from audit_log where seal_seq is null',
      [],
    );
    return Number(row?.total ?? 0);
  }

  /** The sealed rows after `sequence` in the order of the chain, one batch of them. */
  async sealedAfter(sequence: number): Promise<SealedRow[]> {
    const rows = await this.#run<SealedRow>(
      `select ${sealedFieldsSql}, seal_seq as sequence, prev_hash, hash from audit_log
        where seal_seq > $1 order by seal_seq limit $2`,
      [sequence, AUDIT_VERIFY_BATCH],
    );
    return rows.map((row) => ({ ...row, sequence: Number(row.sequence) }));
  }
}
