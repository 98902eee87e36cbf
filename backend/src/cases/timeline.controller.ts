import { subListQuery, timelinePage } from '@lexiflow/contracts';
import type { Page, SubListQuery, TimelineItem } from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { CurrentViewer, Endpoint, Input } from '../platform/http/endpoint.ts';
import { idParams } from '../platform/http/id-params.ts';
import type { IdParams } from '../platform/http/id-params.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { TimelineService } from './timeline.service.ts';

@Controller('cases/:id/timeline')
export class TimelineController {
  constructor(private readonly timeline: TimelineService) {}

  @Get()
  @Endpoint({
    ids: 'case',
    access: 'case:read',
    summary: 'What happened in a case, newest first: docket entries and recorded changes',
    params: idParams,
    query: subListQuery,
    answer: timelinePage,
    tag: 'cases',
  })
  list(
    @Input('params') { id }: IdParams,
    @Input('query') query: SubListQuery,
    @CurrentViewer() viewer: Viewer,
  ): Promise<Page<TimelineItem>> {
    return this.timeline.list(viewer, id, query);
  }
}
