import {
  apiKeyBody,
  apiKeyMade,
  apiKeyPage,
  id,
  subListQuery,
  type ApiKey,
  type ApiKeyBody,
  type ApiKeyMade,
  type Page,
  type SubListQuery,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { requestFacts } from '../../audit/request-facts.ts';
import { CurrentViewer, Endpoint, Input } from '../../platform/http/endpoint.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { ApiKeyService } from './api-key.service.ts';

const keyParams = z.strictObject({ id });

@Controller('auth/api-keys')
export class ApiKeyController {
  constructor(private readonly keys: ApiKeyService) {}

  @Get()
  @Endpoint({
    access: 'api-key:manage-own',
    summary: 'Your open API keys, newest first',
    query: subListQuery,
    answer: apiKeyPage,
    tag: 'auth',
  })
  async list(
    @CurrentViewer() viewer: Viewer,
    @Input('query') query: SubListQuery,
  ): Promise<Page<ApiKey>> {
    return await this.keys.list(viewer, query);
  }

  @Post()
  @Endpoint({
    access: 'api-key:manage-own',
    summary: 'Make an API key with some of your own permissions; it is shown once',
    body: apiKeyBody,
    answer: apiKeyMade,
    status: 201,
    tag: 'auth',
  })
  async create(
    @CurrentViewer() viewer: Viewer,
    @Input('body') body: ApiKeyBody,
    @Req() request: FastifyRequest,
  ): Promise<ApiKeyMade> {
    return await this.keys.create(viewer, body, requestFacts(request));
  }

  @Delete(':id')
  @Endpoint({
    ids: 'own',
    access: 'api-key:manage-own',
    summary: 'End one of your API keys',
    params: keyParams,
    status: 204,
    tag: 'auth',
  })
  async revoke(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof keyParams>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.keys.revoke(viewer, params.id, requestFacts(request));
  }
}
