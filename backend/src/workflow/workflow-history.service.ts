import type { Page, SubListQuery, WorkflowTransition } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../platform/http/viewer.ts';
import { WorkflowHistoryRepository } from './workflow-history.repository.ts';
import { WorkflowService } from './workflow.service.ts';

/** Every transition of a workflow and of its stages. */
@Injectable()
export class WorkflowHistoryService {
  constructor(
    private readonly workflows: WorkflowService,
    private readonly history: WorkflowHistoryRepository,
  ) {}

  /** Throws WORKFLOW_NOT_FOUND. */
  async list(viewer: Viewer, id: string, query: SubListQuery): Promise<Page<WorkflowTransition>> {
    await this.workflows.get(viewer, id);
    return this.history.page(id, query);
  }
}
