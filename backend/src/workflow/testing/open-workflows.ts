import { createGovernor } from '@lexiflow/memory';
import { AuditLog } from '../../audit/audit-log.ts';
import { ChangeLog } from '../../audit/change-log.ts';
import type { RefusalLog } from '../../audit/refusal-log.ts';
import { AccessService } from '../../authorization/access.service.ts';
import { CaseAccess } from '../../cases/case-access.ts';
import type { Database } from '../../platform/database/database.ts';
import { Outbox } from '../../platform/events/outbox.ts';
import { Idempotency } from '../../platform/http/idempotency.ts';
import { PlannedTasksRepository } from '../../tasks/planned-tasks.repository.ts';
import { PlannedTasksService } from '../../tasks/planned-tasks.service.ts';
import { TaskAssigneesRepository } from '../../tasks/task-assignees.repository.ts';
import { TaskAssignment } from '../../tasks/task-assignment.ts';
import { TaskRules } from '../../tasks/task-rules.ts';
import { TasksRepository } from '../../tasks/tasks.repository.ts';
import { TasksService } from '../../tasks/tasks.service.ts';
import { TemplateCache } from '../template-cache.ts';
import { TemplatesRepository } from '../templates.repository.ts';
import { TemplatesService } from '../templates.service.ts';
import { WorkflowProgress } from '../workflow-progress.ts';
import { WorkflowService } from '../workflow.service.ts';
import { WorkflowStarts } from '../workflow-starts.ts';
import { WorkflowStateRepository } from '../workflow-state.repository.ts';
import { WorkflowSteps } from '../workflow-steps.ts';
import { WorkflowTasks } from '../workflow-tasks.ts';
import { WorkflowsRepository } from '../workflows.repository.ts';

/** The services of tasks and workflows on a database, without a server. */
export interface OpenWorkflows {
  readonly tasks: TasksService;
  readonly templates: TemplatesService;
  readonly workflows: WorkflowService;
}

/** Puts the services together as the modules do. */
export function openWorkflows(database: Database): OpenWorkflows {
  const noRefusals = { record: () => undefined } as unknown as RefusalLog;
  const access = new AccessService(database, noRefusals);
  const cases = new CaseAccess(access);
  // The buffer is for records without a transaction: there are none here.
  const changes = new ChangeLog(new AuditLog(null as never), new Outbox());
  const idempotency = new Idempotency(database);
  const assignees = new TaskAssigneesRepository(database);
  const rules = new TaskRules();
  const assignment = new TaskAssignment(assignees, cases);
  const found = new TasksRepository(database, access);
  const tasks = new TasksService(idempotency, found, assignment, cases, rules, changes);
  const planned = new PlannedTasksService(new PlannedTasksRepository(), assignees, changes);
  const revisions = new TemplatesRepository(database, access, new TemplateCache(createGovernor()));
  const templates = new TemplatesService(idempotency, revisions, changes);
  const states = new WorkflowStateRepository();
  const progress = new WorkflowProgress(database, states, planned);
  const steps = new WorkflowSteps(states, revisions, planned, changes);
  const rows = new WorkflowsRepository(database, access);
  const starts = new WorkflowStarts(revisions, rows, states, changes);
  const workflows = new WorkflowService(idempotency, rows, progress, starts, steps, cases);
  new WorkflowTasks(progress, steps, rules);
  return { tasks, templates, workflows };
}
