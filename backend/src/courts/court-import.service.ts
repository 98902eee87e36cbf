import type { Court, CourtImportResult, ImportRejection } from '@lexiflow/contracts';
import { parseJSONStream } from '@lexiflow/memory';
import type { JsonFault, MemoryHost } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CacheStrategy } from '../platform/cache/cache-strategy.ts';
import { CONFIG } from '../platform/config/config.ts';
import type { Config } from '../platform/config/config.ts';
import { Database } from '../platform/database/database.ts';
import { readCourt } from './court-record.ts';
import { courtErrors } from './courts.errors.ts';
import { courtLimits } from './courts.limits.ts';
import { CourtsRepository } from './courts.repository.ts';
import { COURTS_TAG } from './courts.service.ts';

/** Where an import of courts reads from. */
export interface CourtSource {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly contentType: string;
}

/** Imports courts: one object, an array, or one a line, of any length. */
@Injectable()
export class CourtImportService {
  constructor(
    private readonly database: Database,
    private readonly courts: CourtsRepository,
    private readonly audit: AuditLog,
    private readonly cache: CacheStrategy,
    @Inject(GOVERNOR) private readonly memory: MemoryHost,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Adds courts and brings known ones up to date, some hundred in one transaction; a bad record is
   * rejected with its place and reason and the rest goes on. Of two records with one id the later
   * counts. Throws COURT_NOT_RECORDS when the source holds no JSON record at all.
   */
  async import(actor: Actor, source: CourtSource): Promise<CourtImportResult> {
    const result = { created: 0, updated: 0, unchanged: 0, rejectedCount: 0 };
    const rejected: ImportRejection[] = [];
    const owner = actor.userId ?? actor.kind;
    const limitBytes = this.config.etl.memoryThresholdMb * 1024 * 1024;
    using account = this.memory.openAccount('stream', 'court-import', { owner, limitBytes });
    const { maxBatchSize, checkpointInterval } = this.config.etl;
    const writeRows = Math.min(courtLimits.writeRows, maxBatchSize, checkpointInterval);
    let firstFault: JsonFault | null = null;
    let whole = 0;
    let batch = new Map<string, Court>();
    const write = async (): Promise<void> => {
      const { created, updated } = await this.#write(actor, [...batch.values()]);
      result.created += created;
      result.updated += updated;
      result.unchanged += batch.size - created - updated;
      batch = new Map();
    };
    for await (const record of parseJSONStream(source.bytes, {
      contentType: source.contentType,
      maxItemBytes: courtLimits.recordBytes,
      maxDepth: courtLimits.recordDepth,
      account,
      registry: this.memory,
      name: 'court-import',
    })) {
      const { index, byteOffset, line } = record.error ? { ...record, ...record.error } : record;
      const read = record.error ? null : readCourt(record.value);
      if (record.error) firstFault ??= record.error;
      else whole++;
      if (read?.ok) {
        if (batch.has(read.court.id)) await write();
        batch.set(read.court.id, read.court);
        if (batch.size === writeRows) await write();
        continue;
      }
      result.rejectedCount++;
      const reason = record.error?.reason ?? read?.reason ?? '';
      if (rejected.length < courtLimits.rejections)
        rejected.push({ index, reason, byteOffset, line });
    }
    if (whole === 0 && firstFault) {
      const { reason, byteOffset, line } = firstFault;
      throw courtErrors.notRecords({
        detail: `${reason} (byte ${byteOffset}, line ${line})`,
        extra: { byteOffset, line },
      });
    }
    if (batch.size > 0) await write();
    return { ...result, rejected };
  }

  async #write(
    actor: Actor,
    courts: readonly Court[],
  ): Promise<{ created: number; updated: number }> {
    return this.database.transaction(async (trx) => {
      const written = await this.courts.upsert(trx, courts);
      if (written.created + written.updated > 0) {
        await this.cache.changed(trx, [COURTS_TAG]);
        await this.audit.record(trx, actor, {
          action: 'court.imported',
          objectType: 'court',
          details: { ...written },
          requestId: actor.requestId ?? null,
          ip: actor.ip ?? null,
        });
      }
      return written;
    });
  }
}
