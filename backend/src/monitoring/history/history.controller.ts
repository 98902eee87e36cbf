import {
  metricHistory,
  metricHistoryQuery,
  routeHistory,
  routeHistoryQuery,
} from '@lexiflow/contracts';
import type {
  MetricHistory,
  MetricHistoryQuery,
  RouteHistory,
  RouteHistoryQuery,
} from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { Endpoint, Input } from '../../platform/http/endpoint.ts';
import { HistoryReadingService } from './history-reading.service.ts';

const read = { access: 'monitoring:read', priority: 'admin', tag: 'monitoring' } as const;

/** The metrics of the last days, over all instances, for charts. */
@Controller('monitoring/history')
export class HistoryController {
  constructor(private readonly reading: HistoryReadingService) {}

  @Get()
  @Endpoint({
    ...read,
    summary: 'Figures of one kind over an hour, a day or a week, in steps of whole minutes',
    query: metricHistoryQuery,
    answer: metricHistory,
  })
  history(@Input('query') query: MetricHistoryQuery): Promise<MetricHistory> {
    return this.reading.history(query);
  }

  @Get('routes')
  @Endpoint({
    ...read,
    summary: 'Requests, errors and percentiles of each route, the most time first',
    query: routeHistoryQuery,
    answer: routeHistory,
  })
  routes(@Input('query') query: RouteHistoryQuery): Promise<RouteHistory> {
    return this.reading.routes(query);
  }
}
