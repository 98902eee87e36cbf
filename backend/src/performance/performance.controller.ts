import {
  explainBody,
  explainResult,
  poolState,
  queryHints,
  slowQueryList,
  slowQueryQuery,
} from '@lexiflow/contracts';
import type {
  ExplainBody,
  ExplainResult,
  PoolState,
  QueryHints,
  SlowQueryList,
  SlowQueryQuery,
} from '@lexiflow/contracts';
import { Controller, Get, Post } from '@nestjs/common';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { PoolService } from './pool.service.ts';
import { QueryHintsService } from './query-hints.service.ts';
import { SlowQueryLogService } from './slow-query-log.service.ts';

const read = { access: 'monitoring:read', priority: 'admin', tag: 'performance' } as const;

/** What operators see of the database's statements and connections. */
@Controller('performance')
export class PerformanceController {
  constructor(
    private readonly slowQueries: SlowQueryLogService,
    private readonly finder: QueryHintsService,
    private readonly pool: PoolService,
  ) {}

  @Get('slow-queries')
  @Endpoint({
    ...read,
    summary: 'The slow statements of the last hour by shape, the most time first',
    query: slowQueryQuery,
    answer: slowQueryList,
  })
  list(@Input('query') { limit }: SlowQueryQuery): SlowQueryList {
    const items = this.slowQueries.top(limit).map(({ lastAtMs, ...figures }) => ({
      ...figures,
      lastAt: new Date(lastAtMs).toISOString(),
    }));
    return { items, nextCursor: null };
  }

  @Get('hints')
  @Endpoint({
    ...read,
    summary: 'Statements that one request repeats, and tables read as a whole, of the last hour',
    answer: queryHints,
  })
  hints(): QueryHints {
    return this.finder.hints();
  }

  @Post('explain')
  @Endpoint({
    ...read,
    summary: 'The plan of a statement that the server has run; it is not run again',
    body: explainBody,
    answer: explainResult,
  })
  explain(
    @CurrentActor() actor: Actor,
    @Input('body') { id }: ExplainBody,
  ): Promise<ExplainResult> {
    return this.finder.explain(actor, id);
  }

  @Get('pool')
  @Endpoint({ ...read, summary: 'The database connections of this process', answer: poolState })
  poolState(): PoolState {
    return this.pool.state();
  }
}
