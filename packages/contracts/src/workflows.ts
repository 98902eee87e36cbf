import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { date, flag, id, instant, text } from './scalars.ts';
import { assigneeRole, MAX_CHECKLIST_ITEMS, taskPriority } from './tasks.ts';

/** Days of the calendar, or only Mondays to Fridays. */
export const durationUnit = z.enum(['days', 'business-days']);
export type DurationUnit = z.infer<typeof durationUnit>;

/** `automatic`: the stage ends with its last required task. `by-hand`: somebody ends it. */
export const stageAdvance = z.enum(['automatic', 'by-hand']);
export type StageAdvance = z.infer<typeof stageAdvance>;

/** Most stages of a template, tasks of a stage, and tasks of a whole template. */
export const MAX_STAGES = 30;
export const MAX_STAGE_TASKS = 50;
export const MAX_TEMPLATE_TASKS = 200;
/** Longest stage, in its unit. */
export const MAX_STAGE_DURATION = 3_650;

export const templateTask = z.strictObject({
  title: text(300, 1),
  description: z._default(text(10_000), ''),
  assigneeRole: z._default(z.nullable(assigneeRole), null),
  priority: z._default(taskPriority, 'normal'),
  /** Days from the start of the stage until it is due, in the unit of the stage; null: with the stage. */
  dueAfter: z._default(
    z.nullable(z.number().check(z.int(), z.minimum(0), z.maximum(MAX_STAGE_DURATION))),
    null,
  ),
  checklist: z._default(z.array(text(300, 1)).check(z.maxLength(MAX_CHECKLIST_ITEMS)), []),
  required: z._default(z.boolean(), true),
});
export const templateStage = z.strictObject({
  name: text(200, 1),
  duration: z.number().check(z.int(), z.minimum(0), z.maximum(MAX_STAGE_DURATION)),
  unit: z._default(durationUnit, 'days'),
  advance: z._default(stageAdvance, 'automatic'),
  tasks: z._default(z.array(templateTask).check(z.maxLength(MAX_STAGE_TASKS)), []),
});
/** What a template says; every change of it is a revision of its own. */
export const templateBody = z.strictObject({
  name: text(200, 1),
  description: z._default(text(2_000), ''),
  stages: z.array(templateStage).check(
    z.minLength(1),
    z.maxLength(MAX_STAGES),
    z.refine(
      (stages) =>
        stages.reduce((sum, { tasks }) => sum + (tasks?.length ?? 0), 0) <= MAX_TEMPLATE_TASKS,
      `has more than ${MAX_TEMPLATE_TASKS} tasks in all`,
    ),
  ),
});

/** A template as the list shows it. */
export const templateRow = z.object({
  id,
  name: z.string(),
  description: z.string(),
  /** Number of its newest content; a running workflow keeps the one it began with. */
  revision: z.number(),
  stageCount: z.number(),
  taskCount: z.number(),
  /** Workflows made from it, in any revision, on cases open to the viewer, that have not ended. */
  openWorkflows: z.number(),
  archivedAt: z.nullable(instant),
  version: z.number(),
  updatedAt: instant,
});
/** A template with its stages, in one revision. */
export const templateDetail = z.extend(templateRow, { stages: z.array(templateStage) });
export const templateQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(text(200)),
  archived: z.optional(flag),
});
export const templatePage = pageOf(templateRow);

export const workflowStatuses = [
  'not-started',
  'running',
  'paused',
  'completed',
  'cancelled',
] as const;
export const workflowStatus = z.enum(workflowStatuses);
export type WorkflowStatus = z.infer<typeof workflowStatus>;
export const stageStatus = z.enum(['pending', 'active', 'done', 'skipped']);
export type StageStatus = z.infer<typeof stageStatus>;

/** What somebody can do to a workflow; the last two name a stage. */
export const workflowMoves = [
  'start',
  'pause',
  'resume',
  'cancel',
  'complete-stage',
  'skip-stage',
] as const;
export const workflowMove = z.enum(workflowMoves);
export type WorkflowMove = z.infer<typeof workflowMove>;

export const workflowBody = z.strictObject({
  caseId: id,
  templateId: id,
  /** Whether it starts at once. */
  start: z._default(z.boolean(), true),
});
export const workflowMoveBody = z.strictObject({
  move: workflowMove,
  stageId: z.optional(id),
  /** Kept in the history. */
  reason: z.optional(text(1_000)),
});

/** A move that is legal now. */
export const legalMove = z.object({ move: workflowMove, stageId: z.nullable(id) });

export const workflowStage = z.object({
  id,
  name: z.string(),
  position: z.number(),
  status: stageStatus,
  duration: z.number(),
  unit: durationUnit,
  advance: stageAdvance,
  startedOn: z.nullable(date),
  dueOn: z.nullable(date),
  isOverdue: z.boolean(),
  taskCount: z.number(),
  doneCount: z.number(),
  /** Required tasks that are not done. */
  openRequired: z.number(),
  /** Tasks that are neither finished nor assigned to anybody. */
  unassigned: z.number(),
});
/** A workflow on a case, as lists show it. */
export const workflowRow = z.object({
  id,
  caseId: id,
  caseTitle: z.string(),
  name: z.string(),
  templateId: id,
  revision: z.number(),
  status: workflowStatus,
  stageCount: z.number(),
  endedStages: z.number(),
  stageName: z.nullable(z.string()),
  dueOn: z.nullable(date),
  isOverdue: z.boolean(),
  startedOn: z.nullable(date),
  version: z.number(),
  updatedAt: instant,
});
/** A workflow with its stages and what can be done to it now. */
export const workflowDetail = z.extend(workflowRow, {
  stages: z.array(workflowStage),
  moves: z.array(legalMove),
});
export const workflowQuery = z.strictObject({
  ...pageQuery,
  caseId: z.optional(id),
  templateId: z.optional(id),
  status: z.optional(workflowStatus),
  overdue: z.optional(flag),
});
export const workflowPage = pageOf(workflowRow);

/** One change of state of a workflow or of one of its stages. */
export const workflowTransition = z.object({
  id: z.number(),
  at: instant,
  stageName: z.nullable(z.string()),
  from: z.nullable(z.string()),
  to: z.string(),
  actorName: z.string(),
  reason: z.nullable(z.string()),
});
export const workflowTransitionPage = pageOf(workflowTransition);

export type TemplateTask = z.infer<typeof templateTask>;
export type TemplateStage = z.infer<typeof templateStage>;
export type TemplateBody = z.infer<typeof templateBody>;
export type TemplateRow = z.infer<typeof templateRow>;
export type TemplateDetail = z.infer<typeof templateDetail>;
export type TemplateQuery = z.infer<typeof templateQuery>;
export type WorkflowBody = z.infer<typeof workflowBody>;
export type WorkflowMoveBody = z.infer<typeof workflowMoveBody>;
export type LegalMove = z.infer<typeof legalMove>;
export type WorkflowStage = z.infer<typeof workflowStage>;
export type WorkflowRow = z.infer<typeof workflowRow>;
export type WorkflowDetail = z.infer<typeof workflowDetail>;
export type WorkflowQuery = z.infer<typeof workflowQuery>;
export type WorkflowTransition = z.infer<typeof workflowTransition>;
