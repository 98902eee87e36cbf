import { useQuery } from '@tanstack/react-query';
import { taskQuery } from '../../api/tasks.ts';
import { Dialog } from '../dialog.tsx';
import { ErrorPanel } from '../error-panel.tsx';
import type { Choice } from '../select.tsx';
import { SkeletonRows } from '../skeleton-rows.tsx';
import { taskMessages as text } from './messages.ts';
import { TaskDialog } from './task-dialog.tsx';

/** The task that the address names, read anew and opened; `new` is an empty one. */
export function OpenTask({
  id,
  ofCase = null,
  onClose,
}: {
  id: string;
  ofCase?: Choice | null;
  onClose: () => void;
}) {
  const isNew = id === 'new';
  const { data, error, refetch, isFetchedAfterMount } = useQuery({
    ...taskQuery(id),
    enabled: !isNew,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
  });
  if (isNew) return <TaskDialog record={null} ofCase={ofCase} onClose={onClose} />;
  if (data && isFetchedAfterMount)
    return <TaskDialog key={data.id} record={data} ofCase={ofCase} onClose={onClose} />;
  return (
    <Dialog title={text.columns.task} onClose={onClose} wide>
      {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
    </Dialog>
  );
}
