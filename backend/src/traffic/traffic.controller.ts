import {
  addressRule,
  addressRuleBody,
  addressRulePage,
  addressRuleQuery,
  id,
  trafficFigures,
  type AddressRule,
  type AddressRuleBody,
  type AddressRuleQuery,
  type Page,
  type TrafficFigures,
} from '@lexiflow/contracts';
import { Controller, Delete, Get, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import * as z from 'zod/mini';
import { CurrentActor, type Actor } from '../audit/current-actor.ts';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { TrafficService } from './traffic.service.ts';

const ruleParams = z.strictObject({ id });
const read = { access: 'traffic:read', priority: 'admin', tag: 'traffic' } as const;
const manage = { access: 'traffic:manage', priority: 'admin', tag: 'traffic' } as const;

@Controller('traffic')
export class TrafficController {
  constructor(private readonly traffic: TrafficService) {}

  @Get()
  @Endpoint({
    ...read,
    summary: 'Rate limits in force and what this process refused since its start',
    answer: trafficFigures,
  })
  figures(@Req() request: FastifyRequest): TrafficFigures {
    return this.traffic.figures(request.ip);
  }

  @Get('rules')
  @Endpoint({
    ...read,
    summary: 'The allow and block lists of network addresses, newest first',
    query: addressRuleQuery,
    answer: addressRulePage,
  })
  async list(@Input('query') query: AddressRuleQuery): Promise<Page<AddressRule>> {
    return await this.traffic.list(query);
  }

  @Post('rules')
  @Endpoint({
    ...manage,
    summary: 'Allow or block a network address or CIDR block, for a time or until removed',
    body: addressRuleBody,
    answer: addressRule,
    status: 201,
  })
  async add(
    @CurrentActor() actor: Actor,
    @Input('body') body: AddressRuleBody,
  ): Promise<AddressRule> {
    return await this.traffic.add(actor, body);
  }

  @Delete('rules/:id')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'Remove an address rule',
    params: ruleParams,
    status: 204,
  })
  async remove(
    @CurrentActor() actor: Actor,
    @Input('params') params: z.infer<typeof ruleParams>,
  ): Promise<void> {
    await this.traffic.remove(actor, params.id);
  }
}
