import {
  docketEntry,
  docketEntryBody,
  docketEntryChange,
  docketPage,
  docketQuery,
} from '@lexiflow/contracts';
import type {
  DocketEntry,
  DocketEntryBody,
  DocketEntryChange,
  DocketQuery,
  Page,
} from '@lexiflow/contracts';
import { Controller, Get, Patch, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { CurrentRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import { answerVersion, expectedVersion } from '../platform/http/version.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { DocketService } from './docket.service.ts';

const tag = 'docket';
const entryParams = z.strictObject({ entryId: z.uuid() });
type EntryParams = z.infer<typeof entryParams>;

@Controller()
export class DocketController {
  constructor(private readonly docket: DocketService) {}

  @Get('cases/:id/docket')
  @Endpoint({
    ids: 'case',
    access: 'docket:read',
    summary: 'The docket of a case in the order of the court',
    params: idParams,
    query: docketQuery,
    answer: docketPage,
    tag,
  })
  list(
    @Input('params') { id }: IdParams,
    @Input('query') query: DocketQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<DocketEntry>> {
    return this.docket.list(viewer, id, query);
  }

  @Post('cases/:id/docket')
  @Endpoint({
    ids: 'case',
    access: 'docket:write',
    summary: 'Add an entry at the end of a docket',
    params: idParams,
    body: docketEntryBody,
    answer: docketEntry,
    status: 201,
    tag,
  })
  async create(
    @Input('params') { id }: IdParams,
    @Input('body') body: DocketEntryBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocketEntry> {
    return versioned(reply, await this.docket.create(actor, id, body, repeat));
  }

  @Get('docket/:entryId')
  @Endpoint({
    ids: 'case',
    access: 'docket:read',
    summary: 'Read a docket entry',
    params: entryParams,
    answer: docketEntry,
    tag,
  })
  async get(
    @Input('params') { entryId }: EntryParams,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocketEntry> {
    return versioned(reply, await this.docket.get(viewer, entryId));
  }

  @Patch('docket/:entryId')
  @Endpoint({
    ids: 'case',
    access: 'docket:write',
    summary: 'Change a docket entry; needs If-Match',
    params: entryParams,
    body: docketEntryChange,
    answer: docketEntry,
    tag,
  })
  async change(
    @Input('params') { entryId }: EntryParams,
    @Input('body') body: DocketEntryChange,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<DocketEntry> {
    const changed = await this.docket.change(actor, entryId, expectedVersion(request), body);
    return versioned(reply, changed);
  }
}

function versioned(reply: FastifyReply, found: DocketEntry): DocketEntry {
  answerVersion(reply, found.version);
  return found;
}
