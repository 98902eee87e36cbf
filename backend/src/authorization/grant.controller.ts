import {
  grant,
  grantBody,
  grantPage,
  grantQuery,
  id,
  type Grant,
  type GrantBody,
  type GrantQuery,
  type Page,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Post } from '@nestjs/common';
import * as z from 'zod/mini';
import { CurrentActor, type Actor } from '../audit/current-actor.ts';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { GrantService } from './grant.service.ts';

const userParams = z.strictObject({ id });
const grantParams = z.strictObject({ id, grantId: id });
const caseParams = z.strictObject({ id });
const read = { access: 'grant:read', priority: 'admin', tag: 'access' } as const;
const manage = { access: 'grant:manage', priority: 'admin', tag: 'access' } as const;

@Controller()
export class GrantController {
  constructor(private readonly grants: GrantService) {}

  @Get('users/:id/grants')
  @Endpoint({
    ids: 'firm',
    ...read,
    summary: 'What a user may do beyond the role, newest first',
    params: userParams,
    query: grantQuery,
    answer: grantPage,
  })
  async ofUser(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof userParams>,
    @Input('query') query: GrantQuery,
  ): Promise<Page<Grant>> {
    return await this.grants.ofUser(viewer, params.id, query);
  }

  @Get('cases/:id/grants')
  @Endpoint({
    ids: 'case',
    ...read,
    summary: 'Who may do something on this case beyond role and team, newest first',
    params: caseParams,
    query: grantQuery,
    answer: grantPage,
  })
  async ofCase(
    @CurrentViewer() viewer: Viewer,
    @Input('params') params: z.infer<typeof caseParams>,
    @Input('query') query: GrantQuery,
  ): Promise<Page<Grant>> {
    return await this.grants.ofCase(viewer, params.id, query);
  }

  @Post('users/:id/grants')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'Give a user a permission beyond the role, for a time or until revoked',
    params: userParams,
    body: grantBody,
    answer: grant,
    status: 201,
  })
  async give(
    @CurrentActor() actor: Actor,
    @Input('params') params: z.infer<typeof userParams>,
    @Input('body') body: GrantBody,
  ): Promise<Grant> {
    return await this.grants.give(actor, params.id, body);
  }

  @Delete('users/:id/grants/:grantId')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'End a grant at once',
    params: grantParams,
    status: 204,
  })
  async revoke(
    @CurrentActor() actor: Actor,
    @Input('params') params: z.infer<typeof grantParams>,
  ): Promise<void> {
    await this.grants.revoke(actor, params.id, params.grantId);
  }
}
