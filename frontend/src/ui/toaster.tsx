import { X } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { Button } from './button.tsx';
import { uiMessages } from './messages.ts';
import { currentToasts, dismissToast, subscribeToasts } from './toast-store.ts';

/** Where notices appear; mounted once. Screen readers hear each as it comes. */
export function Toaster() {
  const toasts = useSyncExternalStore(subscribeToasts, currentToasts);
  return (
    <div
      role="status"
      aria-label={uiMessages.notifications}
      className="no-print pointer-events-none fixed inset-x-0 bottom-16 z-40 flex flex-col items-center gap-2 px-4 lg:bottom-5"
    >
      {toasts.map((toast) => (
        <div
          key={toast.id}
          className="pointer-events-auto flex max-w-full items-center gap-3 rounded-lg border border-line bg-surface py-1.5 pr-1.5 pl-4 shadow-pop"
        >
          <div className="min-w-0 py-1">
            <p
              className={toast.tone === 'error' ? 'text-sm font-medium text-emergency' : 'text-sm'}
            >
              {toast.text}
            </p>
            {toast.detail && <p className="text-xs text-dim">{toast.detail}</p>}
          </div>
          {toast.undo && (
            <Button
              onClick={() => {
                toast.undo?.();
                dismissToast(toast.id);
              }}
            >
              {uiMessages.undo}
            </Button>
          )}
          <Button
            tone="quiet"
            icon
            aria-label={uiMessages.dismiss}
            onClick={() => dismissToast(toast.id)}
          >
            <X size={14} aria-hidden />
          </Button>
        </div>
      ))}
    </div>
  );
}
