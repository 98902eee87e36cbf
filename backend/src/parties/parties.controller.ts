import { party, partyBody, partyChange, partyPage, partyQuery } from '@lexiflow/contracts';
import type { Page, Party, PartyBody, PartyChange, PartyQuery } from '@lexiflow/contracts';
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
import { PartiesService } from './parties.service.ts';

const tag = 'clients and parties';

@Controller('parties')
export class PartiesController {
  constructor(private readonly parties: PartiesService) {}

  @Get()
  @Endpoint({
    access: 'party:read',
    summary: 'List people and organisations',
    query: partyQuery,
    answer: partyPage,
    tag,
  })
  list(@Input('query') query: PartyQuery, @CurrentViewer() viewer: Viewer): Promise<Page<Party>> {
    return this.parties.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'party:write',
    summary: 'Make a party',
    body: partyBody,
    answer: party,
    status: 201,
    tag,
  })
  async create(
    @Input('body') body: PartyBody,
    @CurrentActor() viewer: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Party> {
    const made = await this.parties.create(viewer, body, repeat);
    answerVersion(reply, made.version);
    return made;
  }

  @Get(':id')
  @Endpoint({
    ids: 'case',
    access: 'party:read',
    summary: 'Read a party',
    params: idParams,
    answer: party,
    tag,
  })
  async get(
    @Input('params') { id }: IdParams,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Party> {
    const found = await this.parties.get(viewer, id);
    answerVersion(reply, found.version);
    return found;
  }

  @Patch(':id')
  @Endpoint({
    ids: 'case',
    access: 'party:write',
    summary: 'Change a party; needs If-Match',
    params: idParams,
    body: partyChange,
    answer: party,
    tag,
  })
  async change(
    @Input('params') { id }: IdParams,
    @Input('body') body: PartyChange,
    @CurrentActor() viewer: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Party> {
    const changed = await this.parties.change(viewer, id, expectedVersion(request), body);
    answerVersion(reply, changed.version);
    return changed;
  }
}
