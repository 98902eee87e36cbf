import { createHash } from 'node:crypto';

/** The fields of an audit row that its seal covers, each as the text the database gives for it. */
export interface SealedFields {
  readonly id: string;
  /** UTC with microseconds. */
  readonly at: string;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly action: string;
  readonly object_type: string;
  readonly object_id: string | null;
  readonly case_id: string | null;
  /** `jsonb` as the database prints it, which is one text for equal values. */
  readonly details: string;
  readonly request_id: string | null;
  readonly ip: string | null;
}

/** What the first row of the chain is linked to. */
export const CHAIN_START: Buffer = Buffer.alloc(32);

/**
 * The hash of one row in the chain: SHA-256 over the former row's hash and the JSON array of
 * sequence number and fields. A changed, removed, added or moved row changes every hash after it.
 */
export function sealHash(previous: Buffer, sequence: number, row: SealedFields): Buffer {
  const fields = JSON.stringify([
    sequence,
    row.id,
    row.at,
    row.actor_kind,
    row.actor_id,
    row.actor_name,
    row.action,
    row.object_type,
    row.object_id,
    row.case_id,
    row.details,
    row.request_id,
    row.ip,
  ]);
  return createHash('sha256').update(previous).update(fields).digest();
}
