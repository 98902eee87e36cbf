import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** The texts around a secret that is shown once. */
interface ShownOnceTexts {
  readonly madeTitle: string;
  readonly madeHint: string;
  readonly copy: string;
  readonly copied: string;
  readonly done: string;
}

/** Shows a secret that was just made, for the only time. */
export function ShownOnce({
  value,
  text,
  onClose,
}: {
  value: string;
  text: ShownOnceTexts;
  onClose: () => void;
}) {
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
