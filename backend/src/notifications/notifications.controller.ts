import {
  changedCount,
  notificationPage,
  notificationPreferences,
  notificationsQuery,
  preferencesChange,
  readAllBody,
  unreadCount,
  type ChangedCount,
  type Notification,
  type NotificationPreferences,
  type NotificationsQuery,
  type Page,
  type PreferencesChange,
  type ReadAllBody,
  type UnreadCount,
} from '@lexiflow/contracts';
import { Controller, Get, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { answerVersion, expectedVersion } from '../platform/http/version.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { NotificationsService } from './notifications.service.ts';
import { PreferencesService } from './preferences.service.ts';

const own = { access: 'signed-in', tag: 'notifications' } as const;

@Controller('notifications')
export class NotificationsController {
  constructor(
    private readonly notifications: NotificationsService,
    private readonly preferences: PreferencesService,
  ) {}

  @Get()
  @Endpoint({
    ...own,
    summary: 'Your notifications of the last 90 days, latest first',
    query: notificationsQuery,
    answer: notificationPage,
  })
  list(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: NotificationsQuery,
  ): Promise<Page<Notification>> {
    return this.notifications.list(viewer, query);
  }

  @Get('unread')
  @Endpoint({ ...own, summary: 'How many of your notifications are unread', answer: unreadCount })
  unread(@CurrentViewer() viewer: Viewer): Promise<UnreadCount> {
    return this.notifications.unread(viewer);
  }

  @Post('read')
  @Endpoint({
    ...own,
    summary: 'Mark all as read, up to an instant',
    body: readAllBody,
    answer: changedCount,
  })
  readAll(
    @CurrentViewer() viewer: Viewer,
    @Input('body') body: ReadAllBody,
  ): Promise<ChangedCount> {
    return this.notifications.readAll(viewer, body);
  }

  @Post(':id/read')
  @Endpoint({ ids: 'own', ...own, summary: 'Mark one as read', params: idParams, status: 204 })
  read(@CurrentViewer() viewer: Viewer, @Input('params') { id }: IdParams): Promise<void> {
    return this.notifications.read(viewer, id);
  }

  @Get('preferences')
  @Endpoint({
    ...own,
    summary: 'What you want to hear of, and where; its version as ETag',
    answer: notificationPreferences,
  })
  async getPreferences(
    @CurrentViewer() viewer: Viewer,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NotificationPreferences> {
    const found = await this.preferences.get(viewer);
    answerVersion(reply, found.version);
    return found;
  }

  @Put('preferences')
  @Endpoint({
    ...own,
    summary: 'Change what you want to hear of (needs If-Match); left out kinds stay as they are',
    body: preferencesChange,
    answer: notificationPreferences,
  })
  async changePreferences(
    @CurrentActor() actor: Actor,
    @Input('body') body: PreferencesChange,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NotificationPreferences> {
    const changed = await this.preferences.change(actor, body, expectedVersion(request));
    answerVersion(reply, changed.version);
    return changed;
  }
}
