import type { AuditVerification } from '@lexiflow/contracts';
import type { ChainReader, SealedRow } from './chain-reader.ts';
import { CHAIN_START, sealHash } from './seal-chain.ts';

type Break = NonNullable<AuditVerification['brokenAt']>;

/** A head that was written down earlier, kept where the owner of the database cannot change it. */
export interface KnownHead {
  readonly sealed: number;
  readonly hash: string;
}

/**
 * Computes the whole hash chain again, 200 rows in memory at a time, and names the first break. Rows
 * cut off the end, or a chain computed anew from some row on, show only beside a known head.
 */
export async function verifyChain(
  reader: ChainReader,
  known: KnownHead | null = null,
): Promise<AuditVerification> {
  let previous: Buffer = CHAIN_START;
  let sequence = 0;
  for (;;) {
    const rows = await reader.sealedAfter(sequence);
    if (rows.length === 0) break;
    for (const row of rows) {
      const brokenAt = breakAt(row, sequence + 1, previous) ?? unlikeKnown(row, known);
      if (brokenAt !== null)
        return { ok: false, checked: sequence, brokenAt, ...(await restOf(reader)) };
      previous = row.hash;
      sequence = row.sequence;
    }
  }
  const rest = await restOf(reader);
  if (known === null || known.sealed <= sequence) return { ok: true, checked: sequence, ...rest };
  const brokenAt: Break = { sealed: sequence + 1, id: null, reason: 'cut-off' };
  return { ok: false, checked: sequence, brokenAt, ...rest };
}

function breakAt(row: SealedRow, expected: number, previous: Buffer): Break | null {
  if (row.sequence !== expected) return { sealed: expected, id: null, reason: 'missing-row' };
  const at = { sealed: row.sequence, id: row.id };
  if (!row.prev_hash.equals(previous)) return { ...at, reason: 'broken-link' };
  return sealHash(previous, row.sequence, row).equals(row.hash)
    ? null
    : { ...at, reason: 'changed-row' };
}

function unlikeKnown(row: SealedRow, known: KnownHead | null): Break | null {
  if (known === null || row.sequence !== known.sealed || row.hash.toString('hex') === known.hash)
    return null;
  return { sealed: row.sequence, id: row.id, reason: 'other-head' };
}

async function restOf(reader: ChainReader): Promise<Pick<AuditVerification, 'unsealed' | 'head'>> {
  const head = await reader.head();
  return {
    unsealed: await reader.countUnsealed(),
    head: head && { sealed: head.sequence, hash: head.hash.toString('hex') },
  };
}
