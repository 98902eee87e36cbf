import { importResult } from '@lexiflow/contracts';
import type { ImportResult } from '@lexiflow/contracts';
import { Controller, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../../audit/current-actor.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { Endpoint } from '../../platform/http/endpoint.ts';
import { leftSignal } from '../../platform/http/pass/left-signal.ts';
import { viewerNow } from '../../platform/http/pass/viewer-now.ts';
import { AUTHENTICATOR, type Authenticator } from '../../platform/http/viewer.ts';
import { DocketImportService } from './docket-import.service.ts';

@Controller('docket/import')
export class DocketImportController {
  constructor(
    private readonly imports: DocketImportService,
    @Inject(AUTHENTICATOR) private readonly authenticator: Authenticator,
  ) {}

  @Post()
  @Endpoint({
    access: 'docket:import',
    summary: 'Import federal dockets: one JSON object, an array, or one a line; of any length',
    answer: importResult,
    priority: 'bulk',
    streams: ['application/json', 'application/x-ndjson'],
    tag: 'docket',
  })
  import(@Req() request: FastifyRequest, @CurrentActor() actor: Actor): Promise<ImportResult> {
    return this.imports.import(actor, {
      bytes: request.body as AsyncIterable<Uint8Array>,
      contentType: request.headers['content-type'] ?? '',
      signal: leftSignal(request),
      viewerNow: viewerNow(request, this.authenticator),
    });
  }
}
