import type { EmailSummary } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { emailQuery } from '../api/email.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatInstant } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { SkeletonRows } from '../ui/skeleton-rows.tsx';
import { emailMessages as text } from './messages.ts';

/** One email with its text. */
export function EmailDialog({ email, onClose }: { email: EmailSummary; onClose: () => void }) {
  const { data, error, refetch } = useQuery(emailQuery(email.id));
  const facts = [
    [text.address, email.address],
    [text.state, text.states[email.state]],
    [text.template, email.template],
    [text.created, formatInstant(email.createdAt)],
    [text.size, email.bytes === null ? uiMessages.none : formatBytes(email.bytes)],
    [text.reply, email.reply ?? uiMessages.none],
    [text.messageId, data?.messageId ?? uiMessages.none],
  ] as const;
  return (
    <Dialog title={email.subject ?? text.hidden} wide onClose={onClose}>
      <dl className="mb-4 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-dim">{name}</dt>
            <dd className="min-w-0 break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonRows rows={4} />}
      {data && (
        <pre
          tabIndex={0}
          className="max-h-80 overflow-auto rounded-md border border-line bg-canvas p-3 text-sm whitespace-pre-wrap"
        >
          {data.text ?? text.hidden}
        </pre>
      )}
    </Dialog>
  );
}
