import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { settingsMessages } from './messages.ts';

const text = settingsMessages.keys;

/** Shows a key that was just made, for the only time. */
export function NewApiKey({ value, onClose }: { value: string; onClose: () => void }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () => {
    void navigator.clipboard.writeText(value).then(() => setIsCopied(true));
  };
  return (
    <Dialog
      title={text.madeTitle}
      onClose={onClose}
      footer={
        <Button tone="primary" onClick={onClose}>
          {text.done}
        </Button>
      }
    >
      <p className="mb-3 text-sm text-dim">{text.madeHint}</p>
      <div className="flex gap-2">
        <input
          readOnly
          aria-label={text.madeTitle}
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
