import type { WorkflowDetail, WorkflowMoveBody, WorkflowRow } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refreshTasks } from '../api/tasks.ts';
import { moveWorkflow, workflowQuery } from '../api/workflows.ts';
import { showToast } from '../ui/toast-store.ts';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { caseWorkMessages as text } from './workflow-messages.ts';

/** Makes a move of a workflow at the version it is shown in, and reads anew what may have changed. */
export function useWorkflowMove({ id, name, version }: WorkflowRow) {
  const client = useQueryClient();
  return useMutation<WorkflowDetail, Error, WorkflowMoveBody>({
    mutationFn: (body) => moveWorkflow(id, version, body),
    onSuccess: async (after) => {
      client.setQueryData(workflowQuery(id).queryKey, after);
      await refreshTasks(client);
      showToast({ text: text.moved(name, workflowMessages.status[after.status]) });
    },
    onError: async (error) => {
      showToast({ text: text.failed(name), detail: error.message, tone: 'error' });
      await refreshTasks(client);
    },
  });
}
