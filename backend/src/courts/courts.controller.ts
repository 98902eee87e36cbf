import { court, courtPage, courtQuery, text } from '@lexiflow/contracts';
import type { Court, CourtQuery, Page } from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import * as z from 'zod/mini';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { CourtsService } from './courts.service.ts';

const tag = 'courts';
const courtParams = z.strictObject({ id: text(30, 1) });

@Controller('courts')
export class CourtsController {
  constructor(private readonly courts: CourtsService) {}

  @Get()
  @Endpoint({
    access: 'signed-in',
    summary: 'List the courts by name',
    query: courtQuery,
    answer: courtPage,
    tag,
  })
  list(@Input('query') query: CourtQuery): Promise<Page<Court>> {
    return this.courts.list(query);
  }

  @Get(':id')
  @Endpoint({
    ids: 'firm',
    access: 'signed-in',
    summary: 'Read a court',
    params: courtParams,
    answer: court,
    tag,
  })
  get(@Input('params') { id }: z.infer<typeof courtParams>): Promise<Court> {
    return this.courts.get(id);
  }
}
