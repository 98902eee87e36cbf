import type { Page, SubListQuery, TimelineItem } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../platform/http/viewer.ts';
import { CaseAccess } from './case-access.ts';
import { timelineItem } from './timeline-item.ts';
import { TimelineRepository } from './timeline.repository.ts';

/** Everything that happened in a case: the docket and what was done here, in one order. */
@Injectable()
export class TimelineService {
  constructor(
    private readonly timeline: TimelineRepository,
    private readonly access: CaseAccess,
  ) {}

  async list(viewer: Viewer, caseId: string, query: SubListQuery): Promise<Page<TimelineItem>> {
    await this.access.toRead(viewer, caseId, 'case:read');
    const { rows, ...page } = await this.timeline.page(viewer, caseId, query);
    return { items: rows.map(timelineItem), ...page };
  }
}
