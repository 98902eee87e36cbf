import {
  fullHealth,
  healthAnswer,
  liveAnswer,
  memoryHealth,
  readyAnswer,
} from '@lexiflow/contracts';
import type {
  FullHealth,
  HealthAnswer,
  MemoryHealthAnswer,
  ReadyAnswer,
} from '@lexiflow/contracts';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MemoryHealthService } from '../monitoring/memory-health.service.ts';
import { Endpoint } from '../platform/http/endpoint.ts';
import { HealthService } from './health.service.ts';

const probe = { access: 'public', priority: 'health', tag: 'health' } as const;

/** The probes. They are answered at every pressure level and cost no query of their own. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthService,
    private readonly memory: MemoryHealthService,
  ) {}

  @Get()
  @Endpoint({ ...probe, summary: 'Overall health; 503 when unavailable', answer: healthAnswer })
  async overall(@Res({ passthrough: true }) reply: FastifyReply): Promise<HealthAnswer> {
    const answer = await this.health.overall();
    return withStatus(reply, answer.status !== 'unavailable', answer);
  }

  @Get('live')
  @Endpoint({ ...probe, summary: 'Liveness: the process answers', answer: liveAnswer })
  live(@Res({ passthrough: true }) reply: FastifyReply): { status: 'alive' } {
    return withStatus(reply, true, { status: 'alive' });
  }

  @Get('ready')
  @Endpoint({
    ...probe,
    summary:
      'Readiness; 503 while starting, migrating, draining, short of memory or without database',
    answer: readyAnswer,
  })
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyAnswer> {
    const answer = await this.health.readiness();
    return withStatus(reply, answer.ready, answer);
  }

  @Get('memory')
  @Endpoint({ ...probe, summary: 'Memory against its thresholds', answer: memoryHealth })
  memoryHealth(@Res({ passthrough: true }) reply: FastifyReply): MemoryHealthAnswer {
    return withStatus(reply, true, this.memory.document());
  }

  @Get('full')
  @Endpoint({
    ...probe,
    summary: 'Every part the server depends on; figures for those who may read the monitoring',
    answer: fullHealth,
    readsViewer: true,
  })
  async full(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FullHealth> {
    const answer = await this.health.full(request.viewer);
    return withStatus(reply, answer.status !== 'unavailable', answer);
  }
}

function withStatus<Answer>(reply: FastifyReply, isUp: boolean, answer: Answer): Answer {
  void reply.code(isUp ? 200 : 503).header('cache-control', 'no-store');
  return answer;
}
