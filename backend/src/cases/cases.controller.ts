import {
  caseBody,
  caseChange,
  caseDetail,
  caseDuplicates,
  caseDuplicatesQuery,
  casePage,
  caseQuery,
} from '@lexiflow/contracts';
import type {
  CaseBody,
  CaseChange,
  CaseDetail,
  CaseDuplicate,
  CaseDuplicatesQuery,
  CaseQuery,
  CaseRow,
  Page,
} from '@lexiflow/contracts';
import { Controller, Get, Patch, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { CurrentRepeat } from '../platform/http/repeat.ts';
import type { Repeat } from '../platform/http/repeat.ts';
import { answerVersion, expectedVersion } from '../platform/http/version.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { CaseDuplicatesService } from './case-duplicates.service.ts';
import { CasesService } from './cases.service.ts';

const tag = 'cases';
const record = { params: idParams, answer: caseDetail, tag } as const;

@Controller('cases')
export class CasesController {
  constructor(
    private readonly cases: CasesService,
    private readonly duplicates: CaseDuplicatesService,
  ) {}

  @Get()
  @Endpoint({
    access: 'case:read',
    summary: 'List the cases you see; archived=true lists the archived ones',
    query: caseQuery,
    answer: casePage,
    tag,
  })
  list(@Input('query') query: CaseQuery, @CurrentViewer() viewer: Viewer): Promise<Page<CaseRow>> {
    return this.cases.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'case:create',
    summary: 'Make a case; you join its team as lead',
    body: caseBody,
    answer: caseDetail,
    status: 201,
    tag,
  })
  async create(
    @Input('body') body: CaseBody,
    @CurrentActor() actor: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDetail> {
    return versioned(reply, await this.cases.create(actor, body, repeat));
  }

  @Get('duplicates')
  @Endpoint({
    access: 'case:read',
    summary: 'Cases like one that is about to be made',
    query: caseDuplicatesQuery,
    answer: caseDuplicates,
    tag,
  })
  async duplicatesOf(
    @Input('query') query: CaseDuplicatesQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<{ items: CaseDuplicate[] }> {
    return { items: await this.duplicates.like(viewer, query) };
  }

  @Get(':id')
  @Endpoint({ ids: 'case', access: 'case:read', summary: 'Read a case', ...record })
  async get(
    @Input('params') { id }: IdParams,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDetail> {
    return versioned(reply, await this.cases.get(viewer, id));
  }

  @Patch(':id')
  @Endpoint({
    ids: 'case',
    access: 'case:change',
    summary: 'Change a case; needs If-Match',
    body: caseChange,
    ...record,
  })
  async change(
    @Input('params') { id }: IdParams,
    @Input('body') body: CaseChange,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDetail> {
    return versioned(reply, await this.cases.change(actor, id, expectedVersion(request), body));
  }

  @Post(':id/archive')
  @Endpoint({
    ids: 'case',
    access: 'case:archive',
    summary: 'Archive a case; needs If-Match',
    ...record,
  })
  async archive(
    @Input('params') { id }: IdParams,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDetail> {
    const version = expectedVersion(request);
    return versioned(reply, await this.cases.setArchived(actor, id, version, true));
  }

  @Post(':id/unarchive')
  @Endpoint({
    ids: 'case',
    access: 'case:archive',
    summary: 'Bring an archived case back; needs If-Match',
    ...record,
  })
  async unarchive(
    @Input('params') { id }: IdParams,
    @CurrentActor() actor: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CaseDetail> {
    const version = expectedVersion(request);
    return versioned(reply, await this.cases.setArchived(actor, id, version, false));
  }

  @Get(':id/duplicates')
  @Endpoint({
    ids: 'case',
    access: 'case:read',
    summary: 'Cases that may be the same as this one',
    params: idParams,
    answer: caseDuplicates,
    tag,
  })
  async duplicatesOfCase(
    @Input('params') { id }: IdParams,
    @CurrentViewer() viewer: Viewer,
  ): Promise<{ items: CaseDuplicate[] }> {
    return { items: await this.duplicates.of(viewer, id) };
  }
}

function versioned(reply: FastifyReply, found: CaseDetail): CaseDetail {
  answerVersion(reply, found.version);
  return found;
}
