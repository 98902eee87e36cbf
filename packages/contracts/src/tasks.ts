import * as z from 'zod/mini';
import { pageOf, pageQuery } from './page.ts';
import { date, flag, id, instant, text } from './scalars.ts';

/** Where a task stands. `done` and `cancelled` are finished; a finished task can be opened again. */
export const taskStatuses = ['open', 'in-progress', 'blocked', 'done', 'cancelled'] as const;
export const taskStatus = z.enum(taskStatuses);
export type TaskStatus = z.infer<typeof taskStatus>;

/** Which status may follow which. A move outside this table is refused. */
export const taskStatusMoves: Readonly<Record<TaskStatus, readonly TaskStatus[]>> = {
  open: ['in-progress', 'blocked', 'done', 'cancelled'],
  'in-progress': ['open', 'blocked', 'done', 'cancelled'],
  blocked: ['open', 'in-progress', 'cancelled'],
  done: ['open'],
  cancelled: ['open'],
};

/** From the least to the most pressing. */
export const taskPriorities = ['low', 'normal', 'high', 'urgent'] as const;
export const taskPriority = z.enum(taskPriorities);
export type TaskPriority = z.infer<typeof taskPriority>;

/**
 * Who of a case's team a task of a workflow is for: those who lead it, all its members, or the
 * members with one role in the firm.
 */
export const assigneeRoles = ['lead', 'member', 'partner', 'associate', 'paralegal'] as const;
export const assigneeRole = z.enum(assigneeRoles);
export type AssigneeRole = z.infer<typeof assigneeRole>;

/** Most people one task is assigned to. */
export const MAX_ASSIGNEES = 20;
/** Most lines of one checklist. */
export const MAX_CHECKLIST_ITEMS = 50;

export const checklistItem = z.strictObject({ text: text(300, 1), done: z.boolean() });
const assigneeIds = z.array(id).check(
  z.maxLength(MAX_ASSIGNEES),
  z.refine((ids) => new Set(ids).size === ids.length, 'names somebody twice'),
);
const checklist = z.array(checklistItem).check(z.maxLength(MAX_CHECKLIST_ITEMS));

export const taskBody = z.strictObject({
  title: text(300, 1),
  description: z._default(text(10_000), ''),
  caseId: z.optional(z.nullable(id)),
  assigneeIds: z._default(assigneeIds, []),
  dueOn: z.optional(z.nullable(date)),
  priority: z._default(taskPriority, 'normal'),
  checklist: z._default(checklist, []),
});
/** What can be changed; `checklist` and `assigneeIds` replace the former ones whole. */
export const taskChange = z.strictObject({
  title: z.optional(text(300, 1)),
  description: z.optional(text(10_000)),
  status: z.optional(taskStatus),
  assigneeIds: z.optional(assigneeIds),
  dueOn: z.optional(z.nullable(date)),
  priority: z.optional(taskPriority),
  checklist: z.optional(checklist),
});

export const taskAssignee = z.object({ userId: id, name: z.string() });

/** A task as lists and the board show it. */
export const taskRow = z.object({
  id,
  title: z.string(),
  status: taskStatus,
  priority: taskPriority,
  caseId: z.nullable(id),
  caseTitle: z.nullable(z.string()),
  dueOn: z.nullable(date),
  /** Unfinished, not on hold, and due before today (UTC). */
  isOverdue: z.boolean(),
  assignees: z.array(taskAssignee),
  /** Whom the workflow meant; with no assignees, nobody on the team had that role. */
  assigneeRole: z.nullable(assigneeRole),
  checklistDone: z.number(),
  checklistTotal: z.number(),
  commentCount: z.number(),
  workflowId: z.nullable(id),
  /** Workflow and stage the task belongs to, in words. */
  workflowLabel: z.nullable(z.string()),
  /** Its stage cannot end before it is done. */
  required: z.boolean(),
  /** Its workflow is paused: it cannot become overdue. */
  onHold: z.boolean(),
  version: z.number(),
  updatedAt: instant,
});
/** A task as its own page shows it. */
export const taskDetail = z.extend(taskRow, {
  description: z.string(),
  checklist: z.array(checklistItem),
  stageId: z.nullable(id),
  createdBy: z.nullable(taskAssignee),
  createdAt: instant,
  completedAt: z.nullable(instant),
});

export const taskSort = z.enum([
  'dueOn',
  '-dueOn',
  'priority',
  '-priority',
  'updatedAt',
  '-updatedAt',
]);
export const taskQuery = z.strictObject({
  ...pageQuery,
  q: z.optional(text(200)),
  /** A user's id, `me`, or `none` for tasks without an assignee. */
  assignee: z.optional(z.union([z.literal('me'), z.literal('none'), id])),
  /** A case's id, or `none` for tasks without a case. */
  caseId: z.optional(z.union([z.literal('none'), id])),
  workflowId: z.optional(id),
  stageId: z.optional(id),
  status: z.optional(taskStatus),
  finished: z.optional(flag),
  priority: z.optional(taskPriority),
  dueFrom: z.optional(date),
  dueTo: z.optional(date),
  overdue: z.optional(flag),
  sort: z._default(taskSort, 'dueOn'),
});
export const taskPage = pageOf(taskRow);

/** Who can be given a task: of a case when one is named, else of the firm. */
export const taskCandidatesQuery = z.strictObject({
  caseId: z.optional(id),
  q: z.optional(text(200)),
});
export const taskCandidates = z.object({ items: z.array(taskAssignee) });

export const taskCommentBody = z.strictObject({ text: text(5_000, 1) });
export const taskComment = z.object({
  id,
  text: z.string(),
  authorName: z.string(),
  at: instant,
});
export const taskCommentPage = pageOf(taskComment);

export type ChecklistItem = z.infer<typeof checklistItem>;
export type TaskBody = z.infer<typeof taskBody>;
export type TaskChange = z.infer<typeof taskChange>;
export type TaskAssignee = z.infer<typeof taskAssignee>;
export type TaskRow = z.infer<typeof taskRow>;
export type TaskDetail = z.infer<typeof taskDetail>;
export type TaskSort = z.infer<typeof taskSort>;
export type TaskQuery = z.infer<typeof taskQuery>;
export type TaskCandidatesQuery = z.infer<typeof taskCandidatesQuery>;
export type TaskCandidates = z.infer<typeof taskCandidates>;
export type TaskCommentBody = z.infer<typeof taskCommentBody>;
export type TaskComment = z.infer<typeof taskComment>;
