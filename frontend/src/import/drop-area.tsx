import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { importMessages as text } from './messages.ts';

/** Takes files by drag and drop, or by the file dialog for keyboard and phone. */
export function DropArea({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
      className={classNames(
        'flex flex-col items-center gap-1 rounded-lg border border-dashed border-edge px-6 py-10 text-center',
        isOver ? 'bg-accent-soft' : 'bg-surface',
      )}
    >
      <Upload size={22} aria-hidden className="mb-2 text-faint" />
      <p className="font-medium max-sm:hidden">{text.dropTitle}</p>
      <p className="text-sm text-dim">{text.dropHint}</p>
      <Button tone="primary" className="mt-4" onClick={() => input.current?.click()}>
        {text.choose}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={text.choose}
        accept=".json,.ndjson,.jsonl,application/json,application/x-ndjson"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
    </div>
  );
}
