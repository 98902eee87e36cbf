import type { CaseDetail } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { archiveCase, caseQuery, restoreCase } from '../api/cases.ts';
import { showToast } from '../ui/toast-store.ts';
import { caseMessages as text } from './messages.ts';

/**
 * Archives and restores a case. The page shows the new state at once and goes back when the
 * server refuses; archiving offers to undo.
 */
export function useArchive() {
  const client = useQueryClient();
  const move = useMutation({
    mutationFn: ({ record, away }: { record: CaseDetail; away: boolean }) =>
      (away ? archiveCase : restoreCase)(record.id, record.version),
    onMutate: ({ record, away }) => {
      const archivedAt = away ? new Date().toISOString() : null;
      client.setQueryData(caseQuery(record.id).queryKey, { ...record, archivedAt });
    },
    onError: (error, { record, away }) => {
      client.setQueryData(caseQuery(record.id).queryKey, record);
      void client.invalidateQueries({ queryKey: caseQuery(record.id).queryKey });
      showToast({
        text: away ? text.archiveFailed : text.restoreFailed,
        detail: error.message,
        tone: 'error',
      });
    },
    onSuccess: async (_answer, { record, away }) => {
      void client.invalidateQueries({ queryKey: ['cases', 'list'] });
      const fresh = await client.fetchQuery({ ...caseQuery(record.id), staleTime: 0 });
      if (away) {
        showToast({
          text: text.archivedNow(record.title),
          undo: () => move.mutate({ record: fresh, away: false }),
        });
      } else showToast({ text: text.restoredNow(record.title) });
    },
  });
  return {
    busy: move.isPending,
    archive: (record: CaseDetail) => move.mutate({ record, away: true }),
    restore: (record: CaseDetail) => move.mutate({ record, away: false }),
  };
}
