import { useMutation, useQueryClient } from '@tanstack/react-query';
import { RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { showToast } from '../ui/toast-store.ts';
import { jobMessages as text } from './messages.ts';

/** Replays or discards one dead letter; `name` tells screen readers which. */
export function LetterActions({
  name,
  queryKey,
  discardHint,
  onReplay,
  onDiscard,
}: {
  name: string;
  queryKey: string;
  discardHint: string;
  onReplay: () => Promise<unknown>;
  onDiscard: () => Promise<unknown>;
}) {
  const client = useQueryClient();
  const mayManage = useMay('job:manage');
  const [isDiscarding, setDiscarding] = useState(false);
  const reload = (message: string) => {
    void client.invalidateQueries({ queryKey: [queryKey] });
    showToast({ text: message });
  };
  const replay = useMutation({
    mutationFn: onReplay,
    onSuccess: () => reload(text.replayed),
    onError: (error) => showToast({ text: error.message, tone: 'error' }),
  });
  const discard = useMutation({
    mutationFn: onDiscard,
    onSuccess: () => {
      setDiscarding(false);
      reload(text.discarded);
    },
  });
  if (!mayManage) return null;
  return (
    <span className="flex gap-1">
      <Button
        icon
        tone="quiet"
        aria-label={`${text.replay}: ${name}`}
        title={text.replay}
        busy={replay.isPending}
        onClick={() => replay.mutate()}
      >
        <RotateCcw size={14} aria-hidden />
      </Button>
      <Button
        icon
        tone="quiet"
        aria-label={`${text.discard}: ${name}`}
        title={text.discard}
        onClick={() => setDiscarding(true)}
      >
        <Trash2 size={14} aria-hidden />
      </Button>
      {isDiscarding && (
        <ConfirmDialog
          title={text.discardTitle}
          hint={discardHint}
          action={text.discard}
          busy={discard.isPending}
          error={discard.error}
          onConfirm={() => discard.mutate()}
          onClose={() => setDiscarding(false)}
        />
      )}
    </span>
  );
}
