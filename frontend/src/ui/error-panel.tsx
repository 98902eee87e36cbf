import { TriangleAlert } from 'lucide-react';
import { ApiError } from '../api/api-error.ts';
import { Button } from './button.tsx';
import { uiMessages } from './messages.ts';

/** What went wrong, what to do about it, and the code and request to quote in a ticket. */
export function ErrorPanel({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const known = error instanceof ApiError ? error : null;
  const hint = known ? known.hint : uiMessages.unknownErrorHint;
  return (
    <div role="alert" className="card flex gap-3 border-l-4 border-l-emergency p-4">
      <TriangleAlert size={18} aria-hidden className="mt-0.5 shrink-0 text-emergency" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{known ? known.message : uiMessages.unknownError}</p>
        {hint && <p className="mt-0.5 text-sm text-dim">{hint}</p>}
        {known && known.fields.length > 0 && (
          <ul className="mt-2 list-disc pl-5 text-sm text-dim">
            {known.fields.map((field) => (
              <li key={`${field.path} ${field.message}`}>
                <code className="font-mono text-xs">{field.path}</code> {field.message}
              </li>
            ))}
          </ul>
        )}
        {known && (
          <p className="mt-2 font-mono text-2xs text-faint">
            {uiMessages.errorCode(known.code)}
            {known.requestId && ` · ${uiMessages.errorRequest(known.requestId)}`}
          </p>
        )}
      </div>
      {onRetry && (
        <Button onClick={onRetry} className="self-start">
          {uiMessages.retry}
        </Button>
      )}
    </div>
  );
}
