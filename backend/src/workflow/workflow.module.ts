import type { Governor } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { TasksModule } from '../tasks/tasks.module.ts';
import { OverdueStagesService } from './overdue-stages.service.ts';
import { TemplateCache } from './template-cache.ts';
import { TemplatesController } from './templates.controller.ts';
import { TemplatesRepository } from './templates.repository.ts';
import { TemplatesService } from './templates.service.ts';
import { WorkflowController } from './workflow.controller.ts';
import { WorkflowHistoryRepository } from './workflow-history.repository.ts';
import { WorkflowHistoryService } from './workflow-history.service.ts';
import { WorkflowProgress } from './workflow-progress.ts';
import { WorkflowService } from './workflow.service.ts';
import { WorkflowStarts } from './workflow-starts.ts';
import { WorkflowStateRepository } from './workflow-state.repository.ts';
import { WorkflowSteps } from './workflow-steps.ts';
import { WorkflowTasks } from './workflow-tasks.ts';
import { WorkflowsRepository } from './workflows.repository.ts';

@Module({
  imports: [CasesModule, TasksModule],
  controllers: [TemplatesController, WorkflowController],
  providers: [
    {
      provide: TemplateCache,
      inject: [GOVERNOR],
      useFactory: (governor: Governor) => new TemplateCache(governor),
    },
    OverdueStagesService,
    TemplatesRepository,
    TemplatesService,
    WorkflowHistoryRepository,
    WorkflowHistoryService,
    WorkflowProgress,
    WorkflowService,
    WorkflowStarts,
    WorkflowStateRepository,
    WorkflowSteps,
    WorkflowTasks,
    WorkflowsRepository,
  ],
})
export class WorkflowModule {}
