import type { MemoryMetrics } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Camera, Eraser, Recycle } from 'lucide-react';
import { useState } from 'react';
import { clearCaches, runGc } from '../api/monitoring.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { formatBytes, formatMs } from '../ui/format.ts';
import { showToast } from '../ui/toast-store.ts';
import { operateMessages } from './messages.ts';
import { SnapshotDialog } from './snapshot-dialog.tsx';

const text = operateMessages.gc;

/** What an administrator can do to the process, each behind a question. */
export function OperatorActions({ metrics }: { metrics: MemoryMetrics }) {
  const client = useQueryClient();
  const [asked, setAsked] = useState<'gc' | 'snapshot' | 'caches' | null>(null);
  const close = () => setAsked(null);
  const collect = useMutation({
    mutationFn: runGc,
    onSuccess: (result) => {
      close();
      void client.invalidateQueries({ queryKey: ['monitoring'] });
      showToast({
        text: text.done(formatBytes(Math.max(0, result.freedBytes)), formatMs(result.durationMs)),
        detail: text.beforeAfter(formatBytes(result.beforeBytes), formatBytes(result.afterBytes)),
      });
    },
  });
  const clear = useMutation({
    mutationFn: clearCaches,
    onSuccess: () => {
      close();
      void client.invalidateQueries({ queryKey: ['monitoring'] });
      showToast({ text: operateMessages.caches.cleared });
    },
  });
  return (
    <>
      <Button onClick={() => setAsked('gc')}>
        <Recycle size={14} aria-hidden />
        {text.run}
      </Button>
      <Button onClick={() => setAsked('caches')}>
        <Eraser size={14} aria-hidden />
        {operateMessages.caches.clear}
      </Button>
      <Button onClick={() => setAsked('snapshot')}>
        <Camera size={14} aria-hidden />
        {operateMessages.snapshot.take}
      </Button>
      {asked === 'gc' && (
        <ConfirmDialog
          title={text.confirmTitle}
          hint={text.confirmHint(formatBytes(metrics.process.heapUsedBytes))}
          action={text.run}
          busy={collect.isPending}
          error={collect.error}
          onConfirm={() => collect.mutate()}
          onClose={close}
        />
      )}
      {asked === 'caches' && (
        <ConfirmDialog
          title={operateMessages.caches.clearTitle}
          hint={operateMessages.caches.clearHint}
          action={operateMessages.caches.clear}
          busy={clear.isPending}
          error={clear.error}
          onConfirm={() => clear.mutate()}
          onClose={close}
        />
      )}
      {asked === 'snapshot' && <SnapshotDialog onClose={close} />}
    </>
  );
}
