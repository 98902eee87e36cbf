import type { CaseDetail } from '@lexiflow/contracts';
import { Archive, ArchiveRestore, Pencil } from 'lucide-react';
import { useMay } from '../api/session.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { CaseStatusBadge } from '../ui/case-status.tsx';
import { formatInstant } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { caseMessages as text } from './messages.ts';
import { useArchive } from './use-archive.ts';

/** Title, state and actions of a case. */
export function CaseHeader({ record, onEdit }: { record: CaseDetail; onEdit: () => void }) {
  const mayChange = useMay('case:change');
  const mayArchive = useMay('case:archive');
  const { archive, restore, busy } = useArchive();
  useShortcuts(text.keysTitle, mayChange ? [{ keys: 'e', label: text.edit, run: onEdit }] : []);
  return (
    <PageHeader
      title={record.title}
      detail={
        <span className="flex flex-wrap items-center gap-2">
          <span className="numbers">{record.number}</span>
          {record.courtName && <span className="text-faint">{record.courtName}</span>}
          <CaseStatusBadge status={record.status} />
          {record.archivedAt && (
            <Badge tone="warning">{text.archived(formatInstant(record.archivedAt))}</Badge>
          )}
        </span>
      }
      actions={
        <>
          {mayArchive &&
            (record.archivedAt ? (
              <Button busy={busy} onClick={() => restore(record)}>
                <ArchiveRestore size={14} aria-hidden />
                {text.restore}
              </Button>
            ) : (
              <Button busy={busy} onClick={() => archive(record)}>
                <Archive size={14} aria-hidden />
                {text.archive}
              </Button>
            ))}
          {mayChange && (
            <Button onClick={onEdit}>
              <Pencil size={14} aria-hidden />
              {text.edit}
            </Button>
          )}
        </>
      }
    />
  );
}
