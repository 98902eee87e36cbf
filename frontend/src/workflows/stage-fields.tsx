import {
  MAX_STAGE_DURATION,
  MAX_STAGE_TASKS,
  stageAdvance,
  durationUnit,
} from '@lexiflow/contracts';
import type { DurationUnit, StageAdvance } from '@lexiflow/contracts';
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import type { FieldErrors } from '../ui/use-form.ts';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { workflowsMessages } from './messages.ts';
import {
  emptyTask,
  movedBy,
  writtenTasks,
  type StageDraft,
  type TaskDraft,
} from './template-form.ts';
import { TemplateTaskFields } from './template-task-fields.tsx';

const text = workflowsMessages.editor;

/** One stage of a template with its tasks. */
export function StageFields({
  stage,
  number,
  count,
  errors,
  onChange,
  onMove,
  onRemove,
}: {
  stage: StageDraft;
  number: number;
  count: number;
  errors: FieldErrors;
  onChange: (change: Partial<StageDraft>) => void;
  onMove: (step: 1 | -1) => void;
  onRemove: () => void;
}) {
  const title = stage.name.trim() || text.stage(number);
  const errorOf = (field: string): string | undefined =>
    errors[`stages.${number - 1}.${field}`] ?? errors[`stages[${number - 1}].${field}`];
  const setTask = (index: number, change: Partial<TaskDraft>) =>
    onChange({
      tasks: stage.tasks.map((task, at) => (at === index ? { ...task, ...change } : task)),
    });
  const sent = writtenTasks(stage);
  return (
    <section aria-label={title} className="card">
      <header className="flex items-center justify-between gap-2 border-b border-line py-2 pr-2 pl-4">
        <h2 className="text-sm font-semibold">{text.stage(number)}</h2>
        <span className="no-print flex">
          <Button
            tone="quiet"
            icon
            aria-label={text.earlier(title)}
            disabled={number === 1}
            onClick={() => onMove(-1)}
          >
            <ArrowUp size={14} aria-hidden />
          </Button>
          <Button
            tone="quiet"
            icon
            aria-label={text.later(title)}
            disabled={number === count}
            onClick={() => onMove(1)}
          >
            <ArrowDown size={14} aria-hidden />
          </Button>
          <Button
            tone="quiet"
            icon
            aria-label={text.removeStage(title)}
            disabled={count === 1}
            onClick={onRemove}
          >
            <Trash2 size={14} aria-hidden />
          </Button>
        </span>
      </header>
      <div className="grid grid-cols-2 gap-4 p-4 md:grid-cols-[2fr_5rem_9rem_1fr]">
        <Field label={text.stageName} error={errorOf('name')} className="max-md:col-span-2">
          {(attributes) => (
            <input
              {...attributes}
              maxLength={200}
              className="input"
              value={stage.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
        <Field
          label={text.duration}
          error={errorOf('duration') === undefined ? undefined : text.badNumber}
        >
          {(attributes) => (
            <input
              {...attributes}
              type="number"
              min={0}
              max={MAX_STAGE_DURATION}
              className="input"
              value={stage.duration}
              onChange={(event) => onChange({ duration: event.target.value })}
            />
          )}
        </Field>
        <Field label={text.unit}>
          {(attributes) => (
            <Select
              {...attributes}
              value={stage.unit}
              onChange={(event) => onChange({ unit: event.target.value as DurationUnit })}
              choices={durationUnit.options.map((value) => ({
                value,
                label: workflowMessages.unit[value],
              }))}
            />
          )}
        </Field>
        <Field label={text.advance} className="max-md:col-span-2">
          {(attributes) => (
            <Select
              {...attributes}
              value={stage.advance}
              onChange={(event) => onChange({ advance: event.target.value as StageAdvance })}
              choices={stageAdvance.options.map((value) => ({
                value,
                label: workflowMessages.advance[value],
              }))}
            />
          )}
        </Field>
      </div>
      <div className="border-t border-line px-4 py-3">
        <h3 className="mb-2 text-xs font-medium text-faint">{text.tasks}</h3>
        {stage.tasks.length === 0 && <p className="mb-2 text-sm text-faint">{text.noTasks}</p>}
        <ul className="flex flex-col gap-3">
          {stage.tasks.map((task, index) => (
            <li key={task.key}>
              <TemplateTaskFields
                task={task}
                isFirst={index === 0}
                isLast={index === stage.tasks.length - 1}
                errorOf={(field) => {
                  const at = sent.indexOf(task);
                  return at === -1
                    ? undefined
                    : (errorOf(`tasks.${at}.${field}`) ?? errorOf(`tasks[${at}].${field}`));
                }}
                onChange={(change) => setTask(index, change)}
                onMove={(step) => onChange({ tasks: movedBy(stage.tasks, index, step) })}
                onRemove={() => onChange({ tasks: stage.tasks.toSpliced(index, 1) })}
              />
            </li>
          ))}
        </ul>
        {stage.tasks.length < MAX_STAGE_TASKS && (
          <Button
            tone="quiet"
            className="no-print mt-2"
            onClick={() => onChange({ tasks: [...stage.tasks, emptyTask()] })}
          >
            <Plus size={14} aria-hidden />
            {text.addTask}
          </Button>
        )}
      </div>
    </section>
  );
}
