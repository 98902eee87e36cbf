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
import { Controller, Delete, Get } from '@nestjs/common';
import * as z from 'zod/mini';
import { CurrentActor, type Actor } from '../../audit/current-actor.ts';
import { Endpoint, Input } from '../../platform/http/endpoint.ts';
import { UserSessionsService } from './user-sessions.service.ts';

const userParams = z.strictObject({ id });
const sessionParams = z.strictObject({ id, sessionId: id });
const manage = { access: 'session:manage', priority: 'admin', tag: 'users' } as const;

@Controller('users/:id/sessions')
export class UserSessionsController {
  constructor(private readonly sessions: UserSessionsService) {}

  @Get()
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'Open sessions of a user with device and address, newest first',
    params: userParams,
    query: sessionQuery,
    answer: sessionPage,
  })
  async list(
    @CurrentActor() actor: Actor,
    @Input('params') params: z.infer<typeof userParams>,
    @Input('query') query: SubListQuery,
  ): Promise<Page<Session>> {
    return await this.sessions.list(actor, params.id, query);
  }

  @Delete()
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'End all sessions of a user at once',
    params: userParams,
    answer: endedSessions,
  })
  async revokeAll(
    @CurrentActor() actor: Actor,
    @Input('params') params: z.infer<typeof userParams>,
  ): Promise<EndedSessions> {
    return await this.sessions.revokeAll(actor, params.id);
  }

  @Delete(':sessionId')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'End one session of a user at once',
    params: sessionParams,
    status: 204,
  })
  async revoke(
    @CurrentActor() actor: Actor,
    @Input('params') params: z.infer<typeof sessionParams>,
  ): Promise<void> {
    await this.sessions.revoke(actor, params.id, params.sessionId);
  }
}
