import type { AuditVerification } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { CHAIN_START, sealHash } from './seal-chain.ts';
import { SealRepository, type SealedRow } from './seal.repository.ts';

type Break = NonNullable<AuditVerification['brokenAt']>;

/** Computes the whole hash chain again, 200 rows at a time. One run serves all who ask meanwhile. */
@Injectable()
export class ChainVerifier {
  #running: Promise<AuditVerification> | null = null;

  constructor(private readonly seals: SealRepository) {}

  /**
   * Whether every sealed row is as it was sealed and stands where it stood; the first break
   * otherwise. Rows cut off the end leave a shorter whole chain: compare `head` with an older one.
   */
  async verify(): Promise<AuditVerification> {
    this.#running ??= this.#run().finally(() => (this.#running = null));
    return await this.#running;
  }

  async #run(): Promise<AuditVerification> {
    let previous: Buffer = CHAIN_START;
    let sequence = 0;
    for (;;) {
      const rows = await this.seals.sealedAfter(sequence);
      for (const row of rows) {
        const reason = breakAt(row, sequence + 1, previous);
        if (reason !== null) {
          const brokenAt: Break =
            reason === 'missing-row'
              ? { sealed: sequence + 1, id: null, reason }
              : { sealed: row.sequence, id: row.id, reason };
          return { ok: false, checked: sequence, brokenAt, ...(await this.#rest()) };
        }
        previous = row.hash;
        sequence = row.sequence;
      }
      if (rows.length === 0) return { ok: true, checked: sequence, ...(await this.#rest()) };
    }
  }

  async #rest(): Promise<Pick<AuditVerification, 'unsealed' | 'head'>> {
    const head = await this.seals.head();
    return {
      unsealed: await this.seals.countUnsealed(),
      head: head && { sealed: head.sequence, hash: head.hash.toString('hex') },
    };
  }
}

function breakAt(row: SealedRow, expected: number, previous: Buffer): Break['reason'] | null {
  if (row.sequence !== expected) return 'missing-row';
  if (!row.prev_hash.equals(previous)) return 'broken-link';
  return sealHash(previous, row.sequence, row).equals(row.hash) ? null : 'changed-row';
}
