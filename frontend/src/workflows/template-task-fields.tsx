import { assigneeRoles, MAX_STAGE_DURATION, taskPriorities } from '@lexiflow/contracts';
import type { AssigneeRole, TaskPriority } from '@lexiflow/contracts';
import { ArrowDown, ArrowUp, ChevronDown, X } from 'lucide-react';
import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { taskMessages } from '../ui/tasks/messages.ts';
import { workflowsMessages } from './messages.ts';
import type { TaskDraft } from './template-form.ts';

const text = workflowsMessages.editor;
const roleChoices = [
  { value: '', label: text.anybody },
  ...assigneeRoles.map((value) => ({ value, label: taskMessages.role[value] })),
];
const priorityChoices = taskPriorities.map((value) => ({
  value,
  label: taskMessages.priority[value],
}));

/** One task of a stage: a line of what matters, the rest behind “Details”. */
export function TemplateTaskFields({
  task,
  isFirst,
  isLast,
  errorOf,
  onChange,
  onMove,
  onRemove,
}: {
  task: TaskDraft;
  isFirst: boolean;
  isLast: boolean;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<TaskDraft>) => void;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
}) {
  const detailsId = useId();
  const [isOpen, setIsOpen] = useState(task.description !== '' || task.checklist !== '');
  const dueError = errorOf('dueAfter') === undefined ? undefined : text.badNumber;
  return (
    <div className="rounded-md border border-line p-3">
      <div className="grid grid-cols-2 items-start gap-3 md:grid-cols-[minmax(10rem,1fr)_9rem_8rem_7rem]">
        <Field label={text.taskTitle} error={errorOf('title')} className="max-md:col-span-2">
          {(attributes) => (
            <input
              {...attributes}
              maxLength={300}
              className="input"
              value={task.title}
              onChange={(event) => onChange({ title: event.target.value })}
            />
          )}
        </Field>
        <Field label={text.assignee} className="max-md:col-span-2">
          {(attributes) => (
            <Select
              {...attributes}
              value={task.assigneeRole}
              onChange={(event) =>
                onChange({ assigneeRole: event.target.value as AssigneeRole | '' })
              }
              choices={roleChoices}
            />
          )}
        </Field>
        <Field label={text.dueAfter} error={dueError}>
          {(attributes) => (
            <input
              {...attributes}
              type="number"
              min={0}
              max={MAX_STAGE_DURATION}
              placeholder={text.withStage}
              className="input"
              value={task.dueAfter}
              onChange={(event) => onChange({ dueAfter: event.target.value })}
            />
          )}
        </Field>
        <Field label={text.priority}>
          {(attributes) => (
            <Select
              {...attributes}
              value={task.priority}
              onChange={(event) => onChange({ priority: event.target.value as TaskPriority })}
              choices={priorityChoices}
            />
          )}
        </Field>
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-x-3">
        <label className="flex h-8 items-center gap-1.5 text-sm text-dim">
          <input
            type="checkbox"
            checked={task.required}
            onChange={(event) => onChange({ required: event.target.checked })}
          />
          {text.required}
        </label>
        <Button
          tone="quiet"
          aria-expanded={isOpen}
          aria-controls={detailsId}
          onClick={() => setIsOpen(!isOpen)}
        >
          <ChevronDown
            size={14}
            aria-hidden
            className={classNames('transition-transform', isOpen && 'rotate-180')}
          />
          {text.more}
        </Button>
        <span className="no-print ml-auto flex">
          <Button
            tone="quiet"
            icon
            aria-label={text.earlier(task.title || text.taskTitle)}
            disabled={isFirst}
            onClick={() => onMove(-1)}
          >
            <ArrowUp size={14} aria-hidden />
          </Button>
          <Button
            tone="quiet"
            icon
            aria-label={text.later(task.title || text.taskTitle)}
            disabled={isLast}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={14} aria-hidden />
          </Button>
          <Button tone="quiet" icon aria-label={text.removeTask(task.title)} onClick={onRemove}>
            <X size={14} aria-hidden />
          </Button>
        </span>
      </div>
      <div
        id={detailsId}
        hidden={!isOpen}
        className={isOpen ? 'mt-2 grid gap-3 md:grid-cols-2' : ''}
      >
        <Field label={text.taskDescription} error={errorOf('description')} optional>
          {(attributes) => (
            <textarea
              {...attributes}
              rows={4}
              maxLength={10_000}
              className="input"
              value={task.description}
              onChange={(event) => onChange({ description: event.target.value })}
            />
          )}
        </Field>
        <Field label={text.checklist} error={errorOf('checklist')} optional>
          {(attributes) => (
            <textarea
              {...attributes}
              rows={4}
              className="input"
              value={task.checklist}
              onChange={(event) => onChange({ checklist: event.target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}
