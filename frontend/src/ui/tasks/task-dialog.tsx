import { taskBody, taskChange, type TaskDetail } from '@lexiflow/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { hasStatus } from '../../api/request.ts';
import { useMay, useMe } from '../../api/session.ts';
import { changeTask, createTask, refreshTasks, taskQuery } from '../../api/tasks.ts';
import { Button } from '../button.tsx';
import { Dialog } from '../dialog.tsx';
import { ErrorPanel } from '../error-panel.tsx';
import { formatInstant } from '../format.ts';
import { uiMessages } from '../messages.ts';
import type { Choice } from '../select.tsx';
import { showToast } from '../toast-store.ts';
import { useForm } from '../use-form.ts';
import { taskMessages } from './messages.ts';
import { TaskComments } from './task-comments.tsx';
import { TaskFields } from './task-fields.tsx';
import { emptyTaskForm, taskBodyOf, taskChangeOf, taskFormOf } from './task-form.ts';

const text = taskMessages.dialog;

/**
 * Makes a task, or changes `record` on the version it was opened with. When someone else saved
 * meanwhile it says so, and the next save writes over it. `ofCase` is the case a new one is on.
 */
export function TaskDialog({
  record,
  ofCase,
  onClose,
}: {
  record: TaskDetail | null;
  ofCase: Choice | null;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const me = useMe();
  const mayWrite = useMay('task:write');
  const [values, setValues] = useState(() =>
    record
      ? taskFormOf(record)
      : emptyTaskForm(ofCase, ofCase || !me.userId ? [] : [{ userId: me.userId, name: me.name }]),
  );
  // What the form began with, however often the record is read again: only own changes are sent.
  const [base] = useState(record);
  const [theirs, setTheirs] = useState<TaskDetail | null>(null);
  const form = useForm<unknown>({
    schema: base ? taskChange : taskBody,
    values: () => (base ? taskChangeOf(base, values) : taskBodyOf(values)),
    submit: async () => {
      try {
        if (base) await changeTask(base.id, (theirs ?? base).version, taskChangeOf(base, values));
        else await createTask(taskBodyOf(values));
      } catch (error) {
        if (!base || !hasStatus(error, 412)) throw error;
        setTheirs(await client.fetchQuery({ ...taskQuery(base.id), staleTime: 0 }));
        return;
      }
      await refreshTasks(client);
      showToast({ text: base ? text.saved : text.made(values.title.trim()) });
      onClose();
    },
    messages: { title: text.badTitle, dueOn: text.badDate },
  });
  return (
    <Dialog
      title={record ? record.title : taskMessages.newTask}
      onClose={onClose}
      wide
      footer={
        <>
          <Button onClick={onClose}>{mayWrite ? uiMessages.cancel : uiMessages.close}</Button>
          {mayWrite && (
            <Button type="submit" form="task" tone="primary" busy={form.busy}>
              {theirs ? text.overwrite : record ? text.save : text.create}
            </Button>
          )}
        </>
      }
    >
      {record && <TaskOrigin task={record} />}
      <form id="task" noValidate onSubmit={(event) => void form.onSubmit(event)}>
        {theirs && (
          <div role="alert" className="card mb-4 border-l-4 border-l-warning p-3 text-sm">
            <p className="font-medium">{text.conflict}</p>
            <p className="mt-1 text-dim">{text.conflictHint}</p>
          </div>
        )}
        {!mayWrite && <p className="mb-4 text-sm text-dim">{text.readOnly}</p>}
        <fieldset disabled={!mayWrite}>
          <TaskFields
            record={record}
            hasFixedCase={ofCase !== null}
            values={values}
            errors={form.errors}
            onChange={(change) => setValues({ ...values, ...change })}
          />
        </fieldset>
        {form.failure !== null && (
          <div className="mt-4">
            <ErrorPanel error={form.failure} />
          </div>
        )}
      </form>
      {record && <TaskComments taskId={record.id} mayWrite={mayWrite} />}
    </Dialog>
  );
}

/** Where a task comes from: its case, its workflow, who made it and when. */
function TaskOrigin({ task }: { task: TaskDetail }) {
  const { caseId, caseTitle, workflowId, workflowLabel, createdBy, completedAt } = task;
  return (
    <p className="mb-4 flex flex-wrap gap-x-3 gap-y-1 text-xs text-faint">
      {caseId !== null && (
        <Link href={`/cases/${caseId}?tab=tasks`} className="link">
          {caseTitle}
        </Link>
      )}
      {workflowId !== null && (
        <Link href={`/cases/${caseId}?tab=tasks#${workflowId}`} className="link">
          {workflowLabel}
        </Link>
      )}
      {task.required && <span title={taskMessages.requiredHint}>{taskMessages.required}</span>}
      {createdBy && <span>{text.madeBy(createdBy.name, formatInstant(task.createdAt))}</span>}
      {completedAt !== null && <span>{text.completed(formatInstant(completedAt))}</span>}
    </p>
  );
}
