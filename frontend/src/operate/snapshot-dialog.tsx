import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { processInfoQuery, takeHeapSnapshot } from '../api/monitoring.ts';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { formatBytes, formatMs } from '../ui/format.ts';
import { saveFile } from '../ui/save-file.ts';
import { showToast } from '../ui/toast-store.ts';
import { operateMessages } from './messages.ts';

const text = operateMessages.snapshot;

/** Warns what a snapshot costs, with the server's own sum of this moment, then downloads it. */
export function SnapshotDialog({ onClose }: { onClose: () => void }) {
  const [controller] = useState(() => new AbortController());
  const [isWhole, setIsWhole] = useState(false);
  useEffect(() => () => controller.abort(), [controller]);
  const { data } = useQuery({ ...processInfoQuery, staleTime: 0 });
  const take = useMutation({
    mutationFn: async () => {
      const response = await takeHeapSnapshot(!isWhole, controller.signal);
      const content = await response.blob();
      saveFile(`${new Date().toISOString().replaceAll(':', '-')}.heapsnapshot`, content);
      return content.size;
    },
    onSuccess: (size) => {
      showToast({ text: text.saved(formatBytes(size)) });
      onClose();
    },
  });
  const sum = data?.snapshot;
  const figures = sum
    ? [
        [text.needed, formatBytes(sum.neededBytes)],
        [text.headroom, formatBytes(sum.headroomBytes)],
        [text.pause, formatMs(sum.predictedPauseMs)],
      ]
    : [];
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
      <dl className="numbers mt-4 grid min-h-11 grid-cols-3 gap-4 text-sm">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="font-medium">{value}</dd>
          </div>
        ))}
      </dl>
      <label className="mt-4 flex items-start gap-3 text-sm">
        <input
          type="checkbox"
          className="mt-0.5 size-4 accent-accent"
          checked={isWhole}
          disabled={take.isPending}
          onChange={(event) => setIsWhole(event.target.checked)}
        />
        <span>
          {text.whole}
          <span className="block text-dim">{text.wholeHint}</span>
        </span>
      </label>
      {sum && !sum.isAllowed && (
        <p className="mt-3 text-sm text-warning">
          {text.refused}: {sum.detail}
        </p>
      )}
    </ConfirmDialog>
  );
}
