import {
  type SlowQueryList,
  slowQueryList,
  slowQueryQuery,
  type SlowQueryQuery,
} from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { SlowQueryLogService } from './slow-query-log.service.ts';

/** What operators see of the database's statements. */
@Controller('performance')
export class PerformanceController {
  constructor(private readonly slowQueries: SlowQueryLogService) {}

  @Get('slow-queries')
  @Endpoint({
    access: 'monitoring:read',
    priority: 'admin',
    tag: 'performance',
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
}
