import { Module } from '@nestjs/common';
import { CasesModule } from '../cases/cases.module.ts';
import { LostAccess } from './lost-access.ts';
import { PlannedTasksRepository } from './planned-tasks.repository.ts';
import { PlannedTasksService } from './planned-tasks.service.ts';
import { TaskAssigneesRepository } from './task-assignees.repository.ts';
import { TaskAssignment } from './task-assignment.ts';
import { TaskCommentsController } from './task-comments.controller.ts';
import { TaskCommentsRepository } from './task-comments.repository.ts';
import { TaskCommentsService } from './task-comments.service.ts';
import { TaskDeadlinesService } from './task-deadlines.service.ts';
import { TaskRules } from './task-rules.ts';
import { TasksController } from './tasks.controller.ts';
import { TasksRepository } from './tasks.repository.ts';
import { TasksService } from './tasks.service.ts';

@Module({
  imports: [CasesModule],
  controllers: [TasksController, TaskCommentsController],
  providers: [
    LostAccess,
    PlannedTasksRepository,
    PlannedTasksService,
    TaskAssigneesRepository,
    TaskAssignment,
    TaskCommentsRepository,
    TaskCommentsService,
    TaskDeadlinesService,
    TaskRules,
    TasksRepository,
    TasksService,
  ],
  exports: [PlannedTasksService, TaskRules, TasksService],
})
export class TasksModule {}
