import {
  gcResult,
  heapFigures,
  historyQuery,
  memoryHistory,
  memoryStats,
  memoryTimeline,
  memoryVerdict,
  processFigures,
} from '@lexiflow/contracts';
import type {
  GcResult,
  HeapFigures,
  HistoryQuery,
  MemoryHistory,
  MemoryStatsAnswer,
  MemoryTimeline,
  MemoryVerdict,
  ProcessFigures,
} from '@lexiflow/contracts';
import { heapStatistics } from '@lexiflow/memory';
import { Controller, Get, Post } from '@nestjs/common';
import { CurrentActor } from '../audit/current-actor.ts';
import type { Actor } from '../audit/current-actor.ts';
import { Endpoint, Input } from '../platform/http/endpoint.ts';
import { MemoryActionsService } from './memory-actions.service.ts';
import { MemoryHistoryService } from './memory-history.service.ts';
import { MemoryReportService } from './memory-report.service.ts';

const read = { access: 'monitoring:read', priority: 'admin', tag: 'monitoring' } as const;
const act = { access: 'monitoring:act', priority: 'admin', tag: 'monitoring' } as const;

/** Live figures of the process's memory for operators, and the actions administrators may take. */
@Controller('monitoring/memory')
export class MemoryManagementController {
  constructor(
    private readonly report: MemoryReportService,
    private readonly rings: MemoryHistoryService,
    private readonly actions: MemoryActionsService,
  ) {}

  @Get('stats')
  @Endpoint({ ...read, summary: 'The process at the last sample', answer: memoryStats })
  stats(): MemoryStatsAnswer {
    return this.report.stats();
  }

  @Get('health')
  @Endpoint({ ...read, summary: 'Pressure level and thresholds', answer: memoryVerdict })
  health(): MemoryVerdict {
    return this.report.verdict();
  }

  @Get('heap-statistics')
  @Endpoint({ ...read, summary: 'The heap of V8 and its spaces', answer: heapFigures })
  heap(): HeapFigures {
    const figures = heapStatistics();
    return { ...figures, spaces: [...figures.spaces] };
  }

  @Get('process-info')
  @Endpoint({ ...read, summary: 'Versions, flags, uptime and budget', answer: processFigures })
  process(): ProcessFigures {
    return this.report.process();
  }

  @Get('timeline')
  @Endpoint({ ...read, summary: 'What the governor did, newest first', answer: memoryTimeline })
  timeline(): MemoryTimeline {
    return this.report.timeline();
  }

  @Get('history')
  @Endpoint({
    ...read,
    summary: 'The last 15 minutes, a point a second',
    query: historyQuery,
    answer: memoryHistory,
  })
  history(@Input('query') { since }: HistoryQuery): MemoryHistory {
    return this.rings.history(since);
  }

  @Post('gc')
  @Endpoint({ ...act, summary: 'Runs one full collection', answer: gcResult })
  collect(@CurrentActor() actor: Actor): Promise<GcResult> {
    return this.actions.collect(actor);
  }
}
