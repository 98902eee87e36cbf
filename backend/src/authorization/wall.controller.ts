import {
  id,
  subListQuery,
  wall,
  wallBody,
  wallLiftBody,
  wallPage,
  type Page,
  type SubListQuery,
  type Wall,
  type WallBody,
  type WallLiftBody,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { requestFacts } from '../audit/request-facts.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { WallService } from './wall.service.ts';

const caseParams = z.strictObject({ id });
const wallParams = z.strictObject({ id, wallId: id });

@Controller('cases/:id/walls')
export class WallController {
  constructor(private readonly walls: WallService) {}

  @Get()
  @Endpoint({
    ids: 'case',
    access: 'wall:read',
    summary: 'The ethical walls around a case, standing and lifted',
    params: caseParams,
    query: subListQuery,
    answer: wallPage,
    tag: 'access',
  })
  async list(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof caseParams>,
    @Input('query') query: SubListQuery,
  ): Promise<Page<Wall>> {
    return await this.walls.list(viewer, params.id, query);
  }

  @Post()
  @Endpoint({
    ids: 'case',
    access: 'wall:manage',
    summary: 'Put an ethical wall between a user and a case',
    params: caseParams,
    body: wallBody,
    answer: wall,
    status: 201,
    tag: 'access',
  })
  async raise(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof caseParams>,
    @Input('body') body: WallBody,
    @Req() request: FastifyRequest,
  ): Promise<Wall> {
    return await this.walls.raise(viewer, params.id, body, requestFacts(request));
  }

  @Delete(':wallId')
  @Endpoint({
    ids: 'case',
    access: 'wall:manage',
    summary: 'Lift an ethical wall; it stays in the list as history, the reason in the audit log',
    params: wallParams,
    body: wallLiftBody,
    status: 204,
    tag: 'access',
  })
  async lift(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof wallParams>,
    @Input('body') body: WallLiftBody,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.walls.lift(viewer, params.id, params.wallId, body, requestFacts(request));
  }
}
