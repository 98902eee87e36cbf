import {
  changedCount,
  deadLetterPage,
  deadLetterParams,
  deadLettersQuery,
  eventConsumers,
} from '@lexiflow/contracts';
import type {
  ChangedCount,
  DeadLetter,
  DeadLetterParams,
  DeadLettersQuery,
  EventConsumers,
  Page,
} from '@lexiflow/contracts';
import { Controller, Get, Post } from '@nestjs/common';
import * as z from 'zod/mini';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { EventsService } from './events.service.ts';

const read = { access: 'monitoring:read', priority: 'admin', tag: 'jobs and events' } as const;
const manage = { access: 'job:manage', priority: 'admin', tag: 'jobs and events' } as const;
const letter = { ...manage, params: deadLetterParams, status: 204 } as const;
const ofConsumer = z.pick(deadLetterParams, { consumer: true });

@Controller('events')
export class EventsController {
  constructor(private readonly events: EventsService) {}

  @Get('consumers')
  @Endpoint({
    ...read,
    summary: 'Consumers of domain events and how far each is behind',
    answer: eventConsumers,
  })
  consumers(): Promise<EventConsumers> {
    return this.events.consumers();
  }

  @Get('dead-letters')
  @Endpoint({
    ...read,
    summary: 'Events that a consumer has given up, newest first',
    query: deadLettersQuery,
    answer: deadLetterPage,
  })
  list(@Input('query') query: DeadLettersQuery): Promise<Page<DeadLetter>> {
    return this.events.list(query);
  }

  @Post('dead-letters/:consumer/replay')
  @Endpoint({
    ids: 'firm',
    ...manage,
    summary: 'Let a consumer try its oldest thousand dead letters again',
    params: ofConsumer,
    answer: changedCount,
  })
  async replayAll(
    @Input('params') { consumer }: Pick<DeadLetterParams, 'consumer'>,
    @CurrentActor() actor: Actor,
  ): Promise<ChangedCount> {
    return { changed: await this.events.replayAll(actor, consumer) };
  }

  @Post('dead-letters/:consumer/:eventId/replay')
  @Endpoint({
    ids: 'firm',
    ...letter,
    summary: 'Let a consumer try an event again, with all its tries',
  })
  replay(@Input('params') params: DeadLetterParams, @CurrentActor() actor: Actor): Promise<void> {
    return this.events.replay(actor, params);
  }

  @Post('dead-letters/:consumer/:eventId/discard')
  @Endpoint({ ids: 'firm', ...letter, summary: 'Take an event off: the consumer never gets it' })
  discard(@Input('params') params: DeadLetterParams, @CurrentActor() actor: Actor): Promise<void> {
    return this.events.discard(actor, params);
  }
}
