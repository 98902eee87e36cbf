import {
  auditExportQuery,
  auditPage,
  auditQuery,
  auditVerification,
  auditVerifyQuery,
  type AuditExportQuery,
  type AuditQuery,
  type AuditRecord,
  type AuditVerification,
  type AuditVerifyQuery,
  type Page,
} from '@lexiflow/contracts';
import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { answerLeftSignal } from '../platform/http/pass/left-signal.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { AuditService } from './audit.service.ts';
import { requestFacts } from './request-facts.ts';

const formats = {
  ndjson: { type: 'application/x-ndjson; charset=utf-8', name: 'audit.ndjson' },
  csv: { type: 'text/csv; charset=utf-8', name: 'audit.csv' },
} as const;

@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Endpoint({
    access: 'audit:read',
    summary: 'Who did what to which object, newest first',
    query: auditQuery,
    answer: auditPage,
    priority: 'admin',
    tag: 'audit',
  })
  async list(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: AuditQuery,
  ): Promise<Page<AuditRecord>> {
    return await this.audit.list(viewer, query);
  }

  @Get('verify')
  @Endpoint({
    access: 'audit:read',
    summary: 'Compute the hash chain again and say where it breaks first',
    query: auditVerifyQuery,
    answer: auditVerification,
    priority: 'bulk',
    tag: 'audit',
  })
  async verify(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: AuditVerifyQuery,
    @Req() request: FastifyRequest,
  ): Promise<AuditVerification> {
    return await this.audit.verify(viewer, query, requestFacts(request));
  }

  @Get('export')
  @Endpoint({
    access: 'audit:read',
    summary: 'The audit log as a stream of NDJSON or CSV',
    query: auditExportQuery,
    produces: 'application/x-ndjson',
    priority: 'export',
    tag: 'audit',
  })
  async export(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: AuditExportQuery,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    const { type, name } = formats[query.format];
    const left = answerLeftSignal(reply);
    const text = await this.audit.export(viewer, query, requestFacts(request), left);
    return new StreamableFile(text, { type, disposition: `attachment; filename="${name}"` });
  }
}
