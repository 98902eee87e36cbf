import {
  endedSessions,
  id,
  sessionPage,
  sessionQuery,
  type EndedSessions,
  type Page,
  type Session,
  type SubListQuery,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { requestFacts } from '../../audit/request-facts.ts';
import { CurrentViewer, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { SessionService } from './session.service.ts';

const sessionParams = z.strictObject({ id });

@Controller('auth/sessions')
export class SessionController {
  constructor(private readonly sessions: SessionService) {}

  @Get()
  @Endpoint({
    access: 'signed-in',
    summary: 'Your open sessions, newest first',
    query: sessionQuery,
    answer: sessionPage,
    tag: 'auth',
  })
  async list(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: SubListQuery,
  ): Promise<Page<Session>> {
    return await this.sessions.list(viewer, query);
  }

  @Delete()
  @Endpoint({
    access: 'signed-in',
    summary: 'End all of your sessions but this one',
    answer: endedSessions,
    priority: 'auth',
    tag: 'auth',
  })
  async revokeOthers(
    @CurrentViewer() viewer: Viewer,
    @Req() request: FastifyRequest,
  ): Promise<EndedSessions> {
    return await this.sessions.revokeOthers(viewer, requestFacts(request));
  }

  @Delete(':id')
  @Endpoint({
    ids: 'own',
    access: 'signed-in',
    summary: 'End one of your sessions',
    params: sessionParams,
    status: 204,
    priority: 'auth',
    tag: 'auth',
  })
  async revoke(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof sessionParams>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.sessions.revoke(viewer, params.id, requestFacts(request));
  }
}
