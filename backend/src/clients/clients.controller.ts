import { client, clientBody, clientChange, clientPage, clientQuery } from '@lexiflow/contracts';
import type { Client, ClientBody, ClientChange, ClientQuery, Page } from '@lexiflow/contracts';
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
import { ClientsService } from './clients.service.ts';

const tag = 'clients and parties';
const record = { params: idParams, answer: client, tag } as const;

@Controller('clients')
export class ClientsController {
  constructor(private readonly clients: ClientsService) {}

  @Get()
  @Endpoint({
    access: 'client:read',
    summary: 'List the clients; archived=true lists the archived ones',
    query: clientQuery,
    answer: clientPage,
    tag,
  })
  list(@Input('query') query: ClientQuery, @CurrentViewer() viewer: Viewer): Promise<Page<Client>> {
    return this.clients.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'client:write',
    summary: 'Make a client of a party',
    body: clientBody,
    answer: client,
    status: 201,
    tag,
  })
  async create(
    @Input('body') body: ClientBody,
    @CurrentActor() viewer: Actor,
    @CurrentRepeat() repeat: Repeat,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Client> {
    return versioned(reply, await this.clients.create(viewer, body, repeat));
  }

  @Get(':id')
  @Endpoint({ ids: 'firm', access: 'client:read', summary: 'Read a client', ...record })
  async get(
    @Input('params') { id }: IdParams,
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Client> {
    return versioned(reply, await this.clients.get(viewer, id));
  }

  @Patch(':id')
  @Endpoint({
    ids: 'firm',
    access: 'client:write',
    summary: 'Change a client; needs If-Match',
    body: clientChange,
    ...record,
  })
  async change(
    @Input('params') { id }: IdParams,
    @Input('body') body: ClientChange,
    @CurrentActor() viewer: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Client> {
    return versioned(reply, await this.clients.change(viewer, id, expectedVersion(request), body));
  }

  @Post(':id/archive')
  @Endpoint({
    ids: 'firm',
    access: 'client:write',
    summary: 'Archive a client; needs If-Match',
    ...record,
  })
  async archive(
    @Input('params') { id }: IdParams,
    @CurrentActor() viewer: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Client> {
    const version = expectedVersion(request);
    return versioned(reply, await this.clients.setArchived(viewer, id, version, true));
  }

  @Post(':id/unarchive')
  @Endpoint({
    ids: 'firm',
    access: 'client:write',
    summary: 'Bring an archived client back; needs If-Match',
    ...record,
  })
  async unarchive(
    @Input('params') { id }: IdParams,
    @CurrentActor() viewer: Actor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Client> {
    const version = expectedVersion(request);
    return versioned(reply, await this.clients.setArchived(viewer, id, version, false));
  }
}

function versioned(reply: FastifyReply, found: Client): Client {
  answerVersion(reply, found.version);
  return found;
}
