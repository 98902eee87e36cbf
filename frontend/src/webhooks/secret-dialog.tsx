import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { webhookMessages as text } from './messages.ts';

/** Shows a secret that was just made, for the only time. */
export function SecretDialog({ value, onClose }: { value: string; onClose: () => void }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(value).then(() => setIsCopied(true));
  };
  return (
    <Dialog
      title={text.secretTitle}
      onClose={onClose}
      footer={
        <Button tone="primary" onClick={onClose}>
          {text.done}
        </Button>
      }
    >
      <p className="mb-3 text-sm text-dim">{text.secretHint}</p>
      <div className="flex gap-2">
        <input
          readOnly
          aria-label={text.secretTitle}
          className="input font-mono"
          value={value}
          onFocus={(event) => event.target.select()}
        />
        {'clipboard' in navigator && (
          <Button onClick={copy}>{isCopied ? text.copied : text.copy}</Button>
        )}
      </div>
    </Dialog>
  );
}
