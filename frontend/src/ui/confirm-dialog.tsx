import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ErrorPanel } from './error-panel.tsx';
import { uiMessages } from './messages.ts';

/** Asks before something that cannot be undone; a refusal of the server stays in the dialog. */
export function ConfirmDialog({
  title,
  hint,
  action,
  busy,
  error,
  children,
  onConfirm,
  onClose,
}: {
  title: string;
  hint: string;
  action: string;
  busy: boolean;
  error: unknown;
  children?: ReactNode;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button data-safe onClick={onClose}>
            {uiMessages.cancel}
          </Button>
          <Button tone="danger" busy={busy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      <p className="text-sm text-dim">{hint}</p>
      {children}
      {error !== null && error !== undefined && (
        <div className="mt-4">
          <ErrorPanel error={error} />
        </div>
      )}
    </Dialog>
  );
}
