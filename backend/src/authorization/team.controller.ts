import {
  id,
  subListQuery,
  teamBody,
  teamMember,
  teamPage,
  type Page,
  type SubListQuery,
  type TeamBody,
  type TeamMember,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { requestFacts } from '../audit/request-facts.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TeamService } from './team.service.ts';

const caseParams = z.strictObject({ id });
const memberParams = z.strictObject({ id, userId: id });

@Controller('cases/:id/team')
export class TeamController {
  constructor(private readonly teams: TeamService) {}

  @Get()
  @Endpoint({
    ids: 'case',
    access: 'case:read',
    summary: 'The team of a case',
    params: caseParams,
    query: subListQuery,
    answer: teamPage,
    tag: 'access',
  })
  async list(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof caseParams>,
    @Input('query') query: SubListQuery,
  ): Promise<Page<TeamMember>> {
    return await this.teams.list(viewer, params.id, query);
  }

  @Post()
  @Endpoint({
    ids: 'case',
    access: 'case:team',
    summary: 'Add a user to the team of a case, or change the team role',
    params: caseParams,
    body: teamBody,
    answer: teamMember,
    status: 201,
    tag: 'access',
  })
  async add(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof caseParams>,
    @Input('body') body: TeamBody,
    @Req() request: FastifyRequest,
  ): Promise<TeamMember> {
    return await this.teams.add(viewer, params.id, body, requestFacts(request));
  }

  @Delete(':userId')
  @Endpoint({
    ids: 'case',
    access: 'case:team',
    summary: 'Take a user off the team of a case',
    params: memberParams,
    status: 204,
    tag: 'access',
  })
  async remove(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof memberParams>,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    await this.teams.remove(viewer, params.id, params.userId, requestFacts(request));
  }
}
