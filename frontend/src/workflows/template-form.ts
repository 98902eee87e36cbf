import type {
  AssigneeRole,
  DurationUnit,
  StageAdvance,
  TaskPriority,
  TemplateBody,
} from '@lexiflow/contracts';

/** A task of a template as its form holds it; numbers are texts while they are typed. */
export interface TaskDraft {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly assigneeRole: AssigneeRole | '';
  readonly priority: TaskPriority;
  /** Empty: due with the stage. */
  readonly dueAfter: string;
  /** One item on each line. */
  readonly checklist: string;
  readonly required: boolean;
}

/** A stage as its form holds it. */
export interface StageDraft {
  readonly key: string;
  readonly name: string;
  readonly duration: string;
  readonly unit: DurationUnit;
  readonly advance: StageAdvance;
  readonly tasks: readonly TaskDraft[];
}

/** A template as its form holds it. */
export interface TemplateDraft {
  readonly name: string;
  readonly description: string;
  readonly stages: readonly StageDraft[];
}

let lastKey = 0;
const newKey = (): string => `draft-${++lastKey}`;

/** A task with nothing in it yet. */
export function emptyTask(): TaskDraft {
  return {
    key: newKey(),
    title: '',
    description: '',
    assigneeRole: '',
    priority: 'normal',
    dueAfter: '',
    checklist: '',
    required: true,
  };
}

/** A stage with one empty task. */
export function emptyStage(): StageDraft {
  const tasks = [emptyTask()];
  return { key: newKey(), name: '', duration: '7', unit: 'days', advance: 'automatic', tasks };
}

/** A template with one empty stage. */
export function emptyTemplate(): TemplateDraft {
  return { name: '', description: '', stages: [emptyStage()] };
}

/** The form of a template as it is saved. */
export function templateDraftOf({ name, description, stages }: TemplateBody): TemplateDraft {
  return {
    name,
    description,
    stages: stages.map(({ duration, tasks, ...stage }) => ({
      ...stage,
      key: newKey(),
      duration: String(duration),
      tasks: tasks.map((task) => ({
        ...task,
        key: newKey(),
        assigneeRole: task.assigneeRole ?? '',
        dueAfter: task.dueAfter === null ? '' : String(task.dueAfter),
        checklist: task.checklist.join('\n'),
      })),
    })),
  };
}

/** What the API is sent. Tasks without a title, and empty lines of checklists, are left out. */
export function templateBodyOf({ name, description, stages }: TemplateDraft): TemplateBody {
  return {
    name: name.trim(),
    description: description.trim(),
    stages: stages.map((stage) => ({
      name: stage.name.trim(),
      duration: numberOf(stage.duration),
      unit: stage.unit,
      advance: stage.advance,
      tasks: writtenTasks(stage).map((task) => ({
        title: task.title.trim(),
        description: task.description.trim(),
        assigneeRole: task.assigneeRole === '' ? null : task.assigneeRole,
        priority: task.priority,
        dueAfter: task.dueAfter.trim() === '' ? null : numberOf(task.dueAfter),
        checklist: task.checklist
          .split('\n')
          .map((line) => line.trim())
          .filter((line) => line !== ''),
        required: task.required,
      })),
    })),
  };
}

/** The tasks that the API is sent, in its order: its refusals count them. */
export function writtenTasks(stage: StageDraft): readonly TaskDraft[] {
  return stage.tasks.filter((task) => task.title.trim() !== '');
}

/** An entry of `list` moved by one place; the list itself at its edges. */
export function movedBy<Item>(list: readonly Item[], index: number, step: 1 | -1): readonly Item[] {
  const item = list[index];
  const to = index + step;
  if (item === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(index, 1).toSpliced(to, 0, item);
}

// An empty box is no number: the schema refuses it by name.
function numberOf(typed: string): number {
  return typed.trim() === '' ? Number.NaN : Number(typed);
}
