import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatShare } from '../ui/format.ts';
import type { ImportItem } from './import-queue.ts';
import { ImportOutcome } from './import-outcome.tsx';
import { importMessages as text } from './messages.ts';

const TONES: Record<ImportItem['state'], Tone> = {
  waiting: 'neutral',
  sending: 'accent',
  done: 'normal',
  failed: 'emergency',
  cancelled: 'warning',
};

function stateText(item: ImportItem): string {
  if (item.state !== 'sending') return text[item.state];
  return item.share < 1 ? text.sending(formatShare(item.share)) : text.working;
}

/** One file of the import: its progress, then its result or why it failed. */
export function ImportFile({
  item,
  onCancel,
  onRetry,
}: {
  item: ImportItem;
  onCancel: () => void;
  onRetry: () => void;
}) {
  return (
    <li className="card px-4 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <span className="min-w-0 font-medium">{item.file.name}</span>
        <span className="numbers text-xs text-faint">{formatBytes(item.file.size)}</span>
        <span className="ml-auto flex items-center gap-2">
          <Badge tone={TONES[item.state]}>{stateText(item)}</Badge>
          {(item.state === 'sending' || item.state === 'waiting') && (
            <Button tone="quiet" onClick={onCancel}>
              {text.cancel}
            </Button>
          )}
          {(item.state === 'failed' || item.state === 'cancelled') && (
            <Button onClick={onRetry}>{text.retry}</Button>
          )}
        </span>
      </div>
      {item.state === 'sending' && (
        <progress
          aria-label={item.file.name}
          className="mt-3 block h-1 w-full accent-(--accent)"
          max={1}
          {...(item.share < 1 ? { value: item.share } : {})}
        />
      )}
      {item.state === 'failed' && (
        <div className="mt-3">
          <ErrorPanel error={item.error} />
        </div>
      )}
      {item.result && <ImportOutcome result={item.result} />}
    </li>
  );
}
