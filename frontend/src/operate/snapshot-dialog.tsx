import type { MemoryMetrics } from '@lexiflow/contracts';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { takeHeapSnapshot } from '../api/monitoring.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { formatBytes } from '../ui/format.ts';
import { saveFile } from '../ui/save-file.ts';
import { showToast } from '../ui/toast-store.ts';
import { operateMessages } from './messages.ts';

const text = operateMessages.snapshot;

/** Warns what a snapshot costs, with heap and headroom of this moment, then downloads it. */
export function SnapshotDialog({
  metrics,
  onClose,
}: {
  metrics: MemoryMetrics;
  onClose: () => void;
}) {
  const [controller] = useState(() => new AbortController());
  useEffect(() => () => controller.abort(), [controller]);
  const take = useMutation({
    mutationFn: async () => {
      const response = await takeHeapSnapshot(controller.signal);
      const content = await response.blob();
      saveFile(`${new Date().toISOString().replaceAll(':', '-')}.heapsnapshot`, content);
      return content.size;
    },
    onSuccess: (size) => {
      showToast({ text: text.saved(formatBytes(size)) });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      title={text.title}
      hint={text.hint}
      action={text.confirm}
      busy={take.isPending}
      error={take.error}
      onConfirm={() => take.mutate()}
      onClose={onClose}
    >
      <dl className="numbers mt-4 grid grid-cols-2 gap-4 text-sm">
        <div>
          <dt className="text-xs text-faint">{text.heap}</dt>
          <dd className="font-medium">{formatBytes(metrics.process.heapUsedBytes)}</dd>
        </div>
        <div>
          <dt className="text-xs text-faint">{text.headroom}</dt>
          <dd className="font-medium">{formatBytes(metrics.budget.headroomBytes)}</dd>
        </div>
      </dl>
    </ConfirmDialog>
  );
}
