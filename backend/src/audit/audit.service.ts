import { Readable } from 'node:stream';
import type {
  AuditExportQuery,
  AuditQuery,
  AuditRecord,
  AuditVerification,
  AuditVerifyQuery,
  Page,
} from '@lexiflow/contracts';
import type { MemoryHost } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '../platform/config/config.ts';
import type { Config } from '../platform/config/config.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { writeAudit } from './audit-export.ts';
import { AuditLog } from './audit-log.ts';
import { AuditRepository } from './audit.repository.ts';
import { ChainVerifier } from './chain-verifier.ts';
import type { RequestFacts } from './request-facts.ts';

/** Reading the audit log: page, export, verification. Exports and verifications are recorded too. */
@Injectable()
export class AuditService {
  constructor(
    private readonly audit: AuditRepository,
    private readonly verifier: ChainVerifier,
    private readonly auditLog: AuditLog,
    @Inject(GOVERNOR) private readonly memory: MemoryHost,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One page of what the viewer may see, newest first. */
  async list(viewer: Viewer, query: AuditQuery): Promise<Page<AuditRecord>> {
    return await this.audit.page(viewer, query);
  }

  /** Whether the hash chain holds; takes time in proportion to its length, memory for 200 rows. */
  async verify(
    viewer: Viewer,
    { head }: AuditVerifyQuery,
    facts: RequestFacts,
  ): Promise<AuditVerification> {
    const [sealed = '', hash = ''] = head?.split(':') ?? [];
    const known = head === undefined ? null : { sealed: Number(sealed), hash };
    const verification = await this.verifier.verify(known);
    const { ok, checked } = verification;
    const entry = { action: 'audit.verified', objectType: 'audit', details: { ok, checked } };
    await this.auditLog.note(viewer, { ...entry, ...facts });
    return verification;
  }

  /**
   * Every match as text, made while it is read: memory for 200 rows, whatever the length. It is
   * paused while memory is critical, and ends when `left` says that nobody reads it any more.
   */
  async export(
    viewer: Viewer,
    query: AuditExportQuery,
    facts: RequestFacts,
    left: AbortSignal,
  ): Promise<Readable> {
    const { format, ...filters } = query;
    const entry = { action: 'audit.exported', objectType: 'audit', details: { format, filters } };
    await this.auditLog.note(viewer, { ...entry, ...facts });
    return Readable.from(this.#written(viewer, query, left), {
      objectMode: false,
      highWaterMark: this.config.stream.chunkBytes,
    });
  }

  async *#written(
    viewer: Viewer,
    { format, ...filters }: AuditExportQuery,
    signal: AbortSignal,
  ): AsyncGenerator<Buffer, void, undefined> {
    const owner = viewer.userId ?? viewer.kind;
    const name = 'audit-export';
    using account = this.memory.openAccount('stream', name, { owner });
    const { chunkBytes } = this.config.stream;
    const options = { account, registry: this.memory, name, signal, chunkBytes };
    yield* writeAudit(this.audit.all(viewer, filters), format, options);
  }
}
