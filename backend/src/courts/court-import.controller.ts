import { courtImportResult } from '@lexiflow/contracts';
import type { CourtImportResult } from '@lexiflow/contracts';
import { Controller, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint } from '../platform/http/endpoint.ts';
import { CourtImportService } from './court-import.service.ts';

@Controller('courts/import')
export class CourtImportController {
  constructor(private readonly imports: CourtImportService) {}

  @Post()
  @Endpoint({
    access: 'docket:import',
    summary: 'Import courts: one JSON object, an array, or one a line; of any length',
    answer: courtImportResult,
    priority: 'bulk',
    streams: ['application/json', 'application/x-ndjson'],
    tag: 'courts',
  })
  import(@Req() request: FastifyRequest, @CurrentActor() actor: Actor): Promise<CourtImportResult> {
    return this.imports.import(actor, {
      bytes: request.body as AsyncIterable<Uint8Array>,
      contentType: request.headers['content-type'] ?? '',
    });
  }
}
