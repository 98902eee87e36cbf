import type { TemplateDetail } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Archive, ArchiveRestore } from 'lucide-react';
import { archiveTemplate } from '../api/workflows.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { formatInstant } from '../ui/format.ts';
import { PageHeader } from '../ui/page-header.tsx';
import { showToast } from '../ui/toast-store.ts';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { workflowsMessages } from './messages.ts';

const text = workflowsMessages.editor;

/** Name, revision and state of a template, and the way into the archive and back. */
export function TemplateHeader({
  record,
  mayManage,
  onArchived,
}: {
  record: TemplateDetail | null;
  mayManage: boolean;
  onArchived: (after: TemplateDetail) => void;
}) {
  const client = useQueryClient();
  const archive = useMutation({
    mutationFn: (template: TemplateDetail) =>
      archiveTemplate(template.id, template.version, template.archivedAt === null),
    onSuccess: (after) => {
      onArchived(after);
      void client.invalidateQueries({ queryKey: ['workflows'] });
      const words = after.archivedAt === null ? text.restoredNow : text.archivedNow;
      showToast({ text: words(after.name), undo: () => archive.mutate(after) });
    },
    onError: (error) => showToast({ text: text.failed, detail: error.message, tone: 'error' }),
  });
  const isArchived = record !== null && record.archivedAt !== null;
  const Icon = isArchived ? ArchiveRestore : Archive;
  return (
    <PageHeader
      title={record?.name ?? text.newTitle}
      detail={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {record && (
            <>
              <span className="numbers">{workflowMessages.revision(record.revision)}</span>
              <span className="numbers text-faint">{text.openCount(record.openWorkflows)}</span>
            </>
          )}
          {record?.archivedAt && (
            <Badge tone="warning">{text.archived(formatInstant(record.archivedAt))}</Badge>
          )}
          <span className="text-faint">{mayManage ? text.detail : text.readOnly}</span>
        </span>
      }
      actions={
        record &&
        mayManage && (
          <Button busy={archive.isPending} onClick={() => archive.mutate(record)}>
            <Icon size={14} aria-hidden />
            {isArchived ? text.restore : text.archive}
          </Button>
        )
      }
    />
  );
}
