import {
  taskPriorities,
  taskStatuses,
  taskStatusMoves,
  type TaskDetail,
  type TaskPriority,
  type TaskStatus,
} from '@lexiflow/contracts';
import { Field } from '../field.tsx';
import { Select } from '../select.tsx';
import type { FieldErrors } from '../use-form.ts';
import { CasePicker } from './case-picker.tsx';
import { ChecklistEditor } from './checklist-editor.tsx';
import { taskMessages } from './messages.ts';
import { PeoplePicker } from './people-picker.tsx';
import type { TaskForm } from './task-form.ts';

const text = taskMessages.dialog;

/** The fields of a task. Its case is chosen when it is made and stays. */
export function TaskFields({
  record,
  hasFixedCase,
  values,
  errors,
  onChange,
}: {
  record: TaskDetail | null;
  hasFixedCase: boolean;
  values: TaskForm;
  errors: FieldErrors;
  onChange: (change: Partial<TaskForm>) => void;
}) {
  const statuses: readonly TaskStatus[] = record
    ? taskStatuses.filter(
        (one) => one === record.status || taskStatusMoves[record.status].includes(one),
      )
    : [];
  const personError = Object.entries(errors).find(([name]) => name.startsWith('assigneeIds'))?.[1];
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <Field label={text.title} error={errors['title']} className="sm:col-span-3">
        {(attributes) => (
          <input
            {...attributes}
            maxLength={300}
            className="input"
            value={values.title}
            onChange={(event) => onChange({ title: event.target.value })}
          />
        )}
      </Field>
      {record && (
        <Field label={text.status} error={errors['status']}>
          {(attributes) => (
            <Select
              {...attributes}
              value={values.status}
              onChange={(event) => onChange({ status: event.target.value as TaskStatus })}
              choices={statuses.map((one) => ({ value: one, label: taskMessages.status[one] }))}
            />
          )}
        </Field>
      )}
      <Field label={text.priority} error={errors['priority']}>
        {(attributes) => (
          <Select
            {...attributes}
            value={values.priority}
            onChange={(event) => onChange({ priority: event.target.value as TaskPriority })}
            choices={taskPriorities.map((one) => ({
              value: one,
              label: taskMessages.priority[one],
            }))}
          />
        )}
      </Field>
      <Field label={text.due} error={errors['dueOn']} optional>
        {(attributes) => (
          <input
            {...attributes}
            type="date"
            className="input"
            value={values.dueOn}
            onChange={(event) => onChange({ dueOn: event.target.value })}
          />
        )}
      </Field>
      {!record && !hasFixedCase && (
        <Field label={text.case} error={errors['caseId']} optional className="sm:col-span-3">
          {(attributes) => (
            <CasePicker
              attributes={attributes}
              placeholder={text.casePlaceholder}
              value={values.case}
              // Others may be able to see another case.
              onChange={(choice) => onChange({ case: choice, assignees: [] })}
            />
          )}
        </Field>
      )}
      <div className="sm:col-span-3">
        <PeoplePicker
          caseId={values.case?.value ?? null}
          people={values.assignees}
          error={personError}
          onChange={(assignees) => onChange({ assignees })}
        />
        {record?.assigneeRole && record.assignees.length === 0 && (
          <p className="mt-1 text-xs text-warning">
            {text.meant(taskMessages.role[record.assigneeRole])}
          </p>
        )}
      </div>
      <Field
        label={text.description}
        error={errors['description']}
        optional
        className="sm:col-span-3"
      >
        {(attributes) => (
          <textarea
            {...attributes}
            rows={4}
            maxLength={10_000}
            className="input"
            value={values.description}
            onChange={(event) => onChange({ description: event.target.value })}
          />
        )}
      </Field>
      <div className="sm:col-span-3">
        <ChecklistEditor
          items={values.checklist}
          onChange={(checklist) => onChange({ checklist })}
        />
      </div>
    </div>
  );
}
