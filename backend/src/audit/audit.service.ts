import { Readable } from 'node:stream';
import type {
  AuditExportQuery,
  AuditQuery,
  AuditRecord,
  AuditVerification,
  AuditVerifyQuery,
  Page,
} from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../platform/http/viewer.ts';
import { csvLines, ndjsonLines } from './audit-export.ts';
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

  /** Every match as text, made while it is read: memory for 200 rows, whatever the length. */
  async export(viewer: Viewer, query: AuditExportQuery, facts: RequestFacts): Promise<Readable> {
    const { format, ...filters } = query;
    const entry = { action: 'audit.exported', objectType: 'audit', details: { format, filters } };
    await this.auditLog.note(viewer, { ...entry, ...facts });
    const records = this.audit.all(viewer, filters);
    return Readable.from(format === 'csv' ? csvLines(records) : ndjsonLines(records), {
      objectMode: false,
      highWaterMark: 64 * 1024,
    });
  }
}
