import type { AuditVerification } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import { CompiledQuery } from 'kysely';
import { Database } from '../platform/database/database.ts';
import { ChainReader } from './chain-reader.ts';
import { verifyChain, type KnownHead } from './verify-chain.ts';

/** Verifies the chain through the server's pool. One run serves all who ask meanwhile. */
@Injectable()
export class ChainVerifier {
  #running: Promise<AuditVerification> | null = null;

  constructor(private readonly database: Database) {}

  /** Whether every sealed row is as it was sealed and stands where it stood; the first break otherwise. */
  async verify(known: KnownHead | null = null): Promise<AuditVerification> {
    if (known !== null) return await this.#run(known);
    this.#running ??= this.#run(null).finally(() => (this.#running = null));
    return await this.#running;
  }

  async #run(known: KnownHead | null): Promise<AuditVerification> {
    const reader = new ChainReader(
      async <Row>(text: string, values: readonly unknown[]): Promise<readonly Row[]> => {
        const query = CompiledQuery.raw(text, [...values]);
        return (await this.database.db.executeQuery<Row>(query)).rows;
      },
    );
    return await verifyChain(reader, known);
  }
}
