import type {
  ChecklistItem,
  TaskAssignee,
  TaskBody,
  TaskChange,
  TaskDetail,
  TaskPriority,
  TaskStatus,
} from '@lexiflow/contracts';
import type { Choice } from '../select.tsx';

/** A task as its form holds it: texts, empty where nothing is known. */
export interface TaskForm {
  readonly title: string;
  readonly description: string;
  readonly status: TaskStatus;
  readonly priority: TaskPriority;
  readonly dueOn: string;
  readonly case: Choice | null;
  readonly assignees: readonly TaskAssignee[];
  readonly checklist: readonly ChecklistItem[];
}

/** An empty form; `ofCase` is the case the task is made on. */
export function emptyTaskForm(ofCase: Choice | null, assignees: readonly TaskAssignee[]): TaskForm {
  return {
    title: '',
    description: '',
    status: 'open',
    priority: 'normal',
    dueOn: '',
    case: ofCase,
    assignees,
    checklist: [],
  };
}

/** The form of a task as it is saved. */
export function taskFormOf(task: TaskDetail): TaskForm {
  const { title, description, status, priority, assignees, checklist, caseId } = task;
  return {
    title,
    description,
    status,
    priority,
    dueOn: task.dueOn ?? '',
    case: caseId === null ? null : { value: caseId, label: task.caseTitle ?? '' },
    assignees,
    checklist,
  };
}

/** The body of a new task. Checklist lines without a word are left out. */
export function taskBodyOf(form: TaskForm): TaskBody {
  const { status: _made, case: ofCase, ...rest } = plain(form);
  return { ...rest, caseId: ofCase?.value ?? null };
}

/** Only what differs from `base`: the body of a change. */
export function taskChangeOf(base: TaskDetail, form: TaskForm): TaskChange {
  const before: Record<string, unknown> = plain(taskFormOf(base));
  const { case: _fixed, ...after } = plain(form);
  return Object.fromEntries(
    Object.entries(after).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]),
    ),
  ) as TaskChange;
}

function plain(form: TaskForm) {
  const { assignees, checklist, dueOn, title, description, ...rest } = form;
  return {
    ...rest,
    title: title.trim(),
    description: description.trim(),
    dueOn: dueOn || null,
    assigneeIds: assignees.map(({ userId }) => userId),
    checklist: checklist
      .map((item) => ({ ...item, text: item.text.trim() }))
      .filter((item) => item.text !== ''),
  };
}
