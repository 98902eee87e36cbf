import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/session.ts';
import { refreshTasks } from '../api/tasks.ts';
import { createWorkflow, templatesQuery } from '../api/workflows.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { uiMessages } from '../ui/messages.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { showToast } from '../ui/toast-store.ts';
import { caseWorkMessages as text } from './workflow-messages.ts';

/** Chooses a template and puts it on the case, started or not. */
export function StartWorkflowDialog({ caseId, onClose }: { caseId: string; onClose: () => void }) {
  const client = useQueryClient();
  const mayManage = useMay('workflow:manage');
  const [chosen, setChosen] = useState('');
  const [isLater, setIsLater] = useState(false);
  const { data, error, refetch } = useQuery(templatesQuery(''));
  const templates = data?.items ?? [];
  const templateId = templates.some(({ id }) => id === chosen) ? chosen : (templates[0]?.id ?? '');
  const start = useMutation({
    mutationFn: () => createWorkflow({ caseId, templateId, start: !isLater }),
    onSuccess: async ({ name }) => {
      await refreshTasks(client);
      showToast({ text: text.added(name) });
      onClose();
    },
  });
  return (
    <Dialog
      title={text.start}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{uiMessages.cancel}</Button>
          <Button
            type="submit"
            form="start-workflow"
            tone="primary"
            busy={start.isPending}
            disabled={templateId === ''}
          >
            {isLater ? text.startLater : text.start}
          </Button>
        </>
      }
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={3} />}
      {data && templates.length === 0 && (
        <p className="text-sm text-dim">
          {text.noTemplates}{' '}
          {mayManage && (
            <Link href="/workflows/new" className="link">
              {text.makeTemplate}
            </Link>
          )}
        </p>
      )}
      <form
        id="start-workflow"
        onSubmit={(event) => {
          event.preventDefault();
          start.mutate();
        }}
      >
        {templates.length > 0 && (
          <fieldset>
            <legend className="mb-1 text-sm font-medium text-dim">{text.template}</legend>
            <div className="flex max-h-72 flex-col gap-1.5 overflow-y-auto">
              {templates.map((template) => (
                <label
                  key={template.id}
                  className="flex cursor-pointer items-start gap-2.5 rounded-md border border-line p-2.5 has-checked:border-accent has-checked:bg-accent-soft"
                >
                  <input
                    type="radio"
                    name="template"
                    className="mt-1"
                    checked={template.id === templateId}
                    onChange={() => setChosen(template.id)}
                  />
                  <span className="min-w-0 text-sm">
                    <span className="block font-medium">{template.name}</span>
                    {template.description !== '' && (
                      <span className="block text-dim">{template.description}</span>
                    )}
                    <span className="numbers block text-xs text-faint">
                      {text.templateSizes(template.stageCount, template.taskCount)}
                    </span>
                  </span>
                </label>
              ))}
            </div>
            <label className="mt-4 flex items-center gap-2 text-sm">
              <input
                type="checkbox"
                checked={isLater}
                onChange={(event) => setIsLater(event.target.checked)}
              />
              {text.startLater}
            </label>
            <p className="mt-1 text-xs text-faint">
              {isLater ? text.startLaterHint : text.startHint}
            </p>
          </fieldset>
        )}
        {start.error && (
          <div className="mt-4">
            <ErrorPanel error={start.error} />
          </div>
        )}
      </form>
    </Dialog>
  );
}
