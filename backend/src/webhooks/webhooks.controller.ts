import {
  secretRotation,
  webhook,
  webhookBody,
  webhookChange,
  webhookMade,
  webhookPage,
  webhookQuery,
} from '@lexiflow/contracts';
import type {
  Page,
  SecretRotation,
  Webhook,
  WebhookBody,
  WebhookChange,
  WebhookMade,
  WebhookQuery,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Patch, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import { answerVersion, expectedVersion } from '../platform/http/version.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { SecretRotationService } from './secret-rotation.service.ts';
import { WebhooksService } from './webhooks.service.ts';

const own = { access: 'webhook:manage-own', tag: 'webhooks' } as const;

@Controller('webhooks')
export class WebhooksController {
  constructor(
    private readonly webhooks: WebhooksService,
    private readonly rotations: SecretRotationService,
  ) {}

  @Get()
  @Endpoint({
    ...own,
    summary: 'Your webhooks, newest first; all=true lists those of every user',
    query: webhookQuery,
    answer: webhookPage,
  })
  list(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: WebhookQuery,
  ): Promise<Page<Webhook>> {
    return this.webhooks.list(viewer, query);
  }

  @Post()
  @Endpoint({
    ...own,
    summary: 'Make a webhook; its secret is shown once',
    body: webhookBody,
    answer: webhookMade,
    status: 201,
  })
  async create(
    @CurrentActor() actor: Actor,
    @Input('body') body: WebhookBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WebhookMade> {
    const made = await this.webhooks.create(actor, body);
    answerVersion(reply, made.webhook.version);
    return made;
  }

  @Get(':id')
  @Endpoint({ ids: 'firm', ...own, summary: 'Read a webhook', params: idParams, answer: webhook })
  async get(
    @CurrentViewer() viewer: Viewer,
    @Input('params') { id }: IdParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Webhook> {
    const found = await this.webhooks.get(viewer, id);
    answerVersion(reply, found.version);
    return found;
  }

  @Patch(':id')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'Change a webhook, or turn it on or off; needs If-Match',
    params: idParams,
    body: webhookChange,
    answer: webhook,
  })
  async change(
    @CurrentActor() actor: Actor,
    @Input('params') { id }: IdParams,
    @Input('body') body: WebhookChange,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Webhook> {
    const changed = await this.webhooks.change(actor, id, expectedVersion(request), body);
    answerVersion(reply, changed.version);
    return changed;
  }

  @Delete(':id')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'Remove a webhook and its log',
    params: idParams,
    status: 204,
  })
  remove(@CurrentActor() actor: Actor, @Input('params') { id }: IdParams): Promise<void> {
    return this.webhooks.remove(actor, id);
  }

  @Post(':id/rotate-secret')
  @Endpoint({
    ids: 'firm',
    ...own,
    summary: 'Give a webhook a new secret, shown once; the old one signs too for a while',
    params: idParams,
    body: secretRotation,
    answer: webhookMade,
  })
  rotate(
    @CurrentActor() actor: Actor,
    @Input('params') { id }: IdParams,
    @Input('body') body: SecretRotation,
  ): Promise<WebhookMade> {
    return this.rotations.rotate(actor, id, body);
  }
}
