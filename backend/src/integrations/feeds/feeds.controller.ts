import {
  calendarFeedBody,
  calendarFeedMade,
  calendarFeedPage,
  runsQuery,
} from '@lexiflow/contracts';
import type {
  CalendarFeed,
  CalendarFeedBody,
  CalendarFeedMade,
  Page,
  RunsQuery,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { CurrentActor } from '../../audit/current-actor.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/id-params.ts';
import type { IdParams } from '../../platform/http/id-params.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { FeedsService } from './feeds.service.ts';

const tokenParams = z.object({ token: z.string().check(z.maxLength(64)) });
const tag = 'integrations';

@Controller('calendar-feeds')
export class FeedsController {
  constructor(private readonly feeds: FeedsService) {}

  @Get()
  @Endpoint({
    access: 'signed-in',
    summary: 'Your own calendar feeds',
    query: runsQuery,
    answer: calendarFeedPage,
    tag,
  })
  list(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: RunsQuery,
  ): Promise<Page<CalendarFeed>> {
    return this.feeds.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'signed-in',
    summary: 'Make a calendar feed; its address is answered this once',
    body: calendarFeedBody,
    answer: calendarFeedMade,
    status: 201,
    tag,
  })
  create(
    @CurrentActor() actor: Actor,
    @Input('body') body: CalendarFeedBody,
  ): Promise<CalendarFeedMade> {
    return this.feeds.create(actor, body);
  }

  @Delete(':id')
  @Endpoint({
    access: 'signed-in',
    summary: 'Make the address of one of your feeds worthless',
    params: idParams,
    ids: 'own',
    status: 204,
    tag,
  })
  revoke(@CurrentActor() actor: Actor, @Input('params') { id }: IdParams): Promise<void> {
    return this.feeds.revoke(actor, id);
  }

  @Get('ics/:token')
  @Endpoint({
    access: 'public',
    summary: 'The feed itself, for calendar programs: the token in the address opens it',
    params: tokenParams,
    ids: 'own',
    produces: 'text/calendar; charset=utf-8',
    tag,
  })
  async read(
    @Input('params') { token }: { token: string },
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { text, etag } = await this.feeds.read(token);
    reply.header('etag', etag).header('cache-control', 'private, no-cache');
    reply.header('content-type', 'text/calendar; charset=utf-8');
    if (request.headers['if-none-match'] !== etag) return text;
    reply.status(304);
    return '';
  }
}
