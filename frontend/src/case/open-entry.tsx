import { useQuery } from '@tanstack/react-query';
import { entryQuery } from '../api/docket.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { EntryDialog } from './entry-dialog.tsx';
import { caseMessages } from './messages.ts';

/** The entry that the address names, read anew and opened for editing; `new` is an empty one. */
export function OpenEntry({
  caseId,
  id,
  onClose,
}: {
  caseId: string;
  id: string;
  onClose: () => void;
}) {
  const isNew = id === 'new';
  const { data, error, refetch } = useQuery({
    ...entryQuery(id),
    enabled: !isNew,
    // An old copy would be refused at saving.
    staleTime: 0,
    gcTime: 0,
  });
  if (isNew || data)
    return <EntryDialog caseId={caseId} record={isNew ? null : (data ?? null)} onClose={onClose} />;
  return (
    <Dialog title={caseMessages.entry.edit} onClose={onClose}>
      {error ? <ErrorPanel error={error} onRetry={() => void refetch()} /> : <SkeletonRows />}
    </Dialog>
  );
}
