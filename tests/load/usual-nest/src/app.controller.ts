import { randomUUID } from 'node:crypto';
import {
  Body,
  Controller,
  Get,
  Post,
  Query,
  Req,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { HealthCheck, HealthCheckService, MemoryHealthIndicator } from '@nestjs/terminus';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CaseEntity, PartyEntity } from './entities.ts';
import { MetricsInterceptor } from './metrics.interceptor.ts';
import { PartyDto } from './party.dto.ts';
import { TokenGuard } from './token.guard.ts';

@Controller()
@UseInterceptors(MetricsInterceptor)
export class AppController {
  constructor(
    @InjectRepository(CaseEntity) private readonly cases: Repository<CaseEntity>,
    @InjectRepository(PartyEntity) private readonly parties: Repository<PartyEntity>,
    private readonly health: HealthCheckService,
    private readonly memory: MemoryHealthIndicator,
  ) {}

  @Get('health')
  @HealthCheck()
  check(): unknown {
    return this.health.check([() => this.memory.checkHeap('heap', 2 ** 31)]);
  }

  @Get('me')
  @UseGuards(TokenGuard)
  me(@Req() request: { user: { sub: string } }): unknown {
    return {
      kind: 'user',
      userId: request.user.sub,
      name: 'Bench',
      email: null,
      role: 'admin',
      permissions: ['case:read', 'case:create', 'case:change', 'docket:read', 'search:query'],
    };
  }

  @Get('cases')
  @UseGuards(TokenGuard)
  async list(@Query('limit') limit = '25'): Promise<unknown> {
    const items = await this.cases.find({
      take: Number(limit),
      order: { filedOn: { direction: 'DESC', nulls: 'LAST' }, id: 'DESC' },
    });
    return { items, nextCursor: null };
  }

  @Post('parties')
  @UseGuards(TokenGuard)
  create(@Body() body: PartyDto): Promise<PartyEntity> {
    return this.parties.save(
      this.parties.create({
        id: randomUUID(),
        nameKey: body.name.toLowerCase(),
        kind: 'unknown',
        ...body,
      }),
    );
  }
}
