import {
  bounceOutcome,
  suppression,
  suppressionBody,
  suppressionPage,
  suppressionsQuery,
  type BounceOutcome,
  type Page,
  type Suppression,
  type SuppressionBody,
  type SuppressionsQuery,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CurrentActor } from '../../audit/current-actor.ts';
import type { Actor } from '../../audit/current-actor.ts';
import { Endpoint, Input } from '../../platform/http/endpoint.ts';
import { idParams } from '../../platform/http/id-params.ts';
import type { IdParams } from '../../platform/http/id-params.ts';
import { emailLimits } from '../email.limits.ts';
import { BounceService } from './bounce.service.ts';
import { SuppressionService } from './suppression.service.ts';

const manage = { access: 'email:manage', priority: 'admin', tag: 'email' } as const;

@Controller('email')
export class BounceController {
  constructor(
    private readonly bounces: BounceService,
    private readonly suppressions: SuppressionService,
  ) {}

  @Post('bounces')
  @Endpoint({
    ...manage,
    summary: 'Hand in a delivery status notification as it came (RFC 3464)',
    streams: ['message/rfc822'],
    bodyLimitBytes: emailLimits.bounceBytes,
    answer: bounceOutcome,
  })
  bounce(@Req() request: FastifyRequest, @CurrentActor() actor: Actor): Promise<BounceOutcome> {
    return this.bounces.take(actor, request.body as AsyncIterable<Uint8Array>);
  }

  @Get('suppressions')
  @Endpoint({
    ...manage,
    access: 'monitoring:read',
    summary: 'Addresses that get no email, newest first',
    query: suppressionsQuery,
    answer: suppressionPage,
  })
  list(@Input('query') query: SuppressionsQuery): Promise<Page<Suppression>> {
    return this.suppressions.list(query);
  }

  @Post('suppressions')
  @Endpoint({
    ...manage,
    summary: 'End email to an address; one that is listed keeps its entry',
    body: suppressionBody,
    answer: suppression,
    status: 201,
  })
  add(@Input('body') body: SuppressionBody, @CurrentActor() actor: Actor): Promise<Suppression> {
    return this.suppressions.add(actor, body);
  }

  @Delete('suppressions/:id')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'Let an address get email again',
    params: idParams,
    status: 204,
  })
  lift(@Input('params') { id }: IdParams, @CurrentActor() actor: Actor): Promise<void> {
    return this.suppressions.lift(actor, id);
  }
}
