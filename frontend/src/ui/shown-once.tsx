import { useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { uiMessages } from './messages.ts';

/** Shows a secret that was just made, for the only time. */
export function ShownOnce({
  value,
  title,
  hint,
  onClose,
}: {
  value: string;
  title: string;
  hint: string;
  onClose: () => void;
}) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(value).then(() => setIsCopied(true));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <Button tone="primary" onClick={onClose}>
          {uiMessages.done}
        </Button>
      }
    >
      <p className="mb-3 text-sm text-dim">{hint}</p>
      <div className="flex gap-2">
        <input
          readOnly
          aria-label={title}
          className="input font-mono"
          value={value}
          onFocus={(event) => event.target.select()}
        />
        {'clipboard' in navigator && (
          <Button onClick={copy}>{isCopied ? uiMessages.copied : uiMessages.copy}</Button>
        )}
      </div>
    </Dialog>
  );
}
