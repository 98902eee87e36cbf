import type { LeakFinding, LeakStatus } from '@lexiflow/contracts';
import { Copy } from 'lucide-react';
import { Badge, type Tone } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { formatBytes, formatCount, formatDuration, formatInstant } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { showToast } from '../ui/toast-store.ts';
import { leakMessages as text } from './messages.ts';
import { frameText, ticketText } from './ticket-text.ts';

const tones: Record<LeakStatus, Tone> = {
  convicted: 'critical',
  suspect: 'warning',
  gone: 'neutral',
};

/** One finding as a person needs it: the sentence first, then figures, evidence and what to do. */
export function LeakCard({ finding }: { finding: LeakFinding }) {
  const copy = async () => {
    await navigator.clipboard.writeText(ticketText(finding));
    showToast({ text: text.copied });
  };
  return (
    <article className="card px-4 py-3" aria-label={finding.holder}>
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tones[finding.status]}>{text.statuses[finding.status]}</Badge>
        {finding.isKnown && <span className="text-xs text-dim">{text.known}</span>}
        <span className="numbers text-xs text-faint">{text.fingerprint(finding.fingerprint)}</span>
        <Button className="no-print ml-auto" onClick={() => void copy()}>
          <Copy size={14} aria-hidden />
          {text.copy}
        </Button>
      </div>
      <h2 className="mt-2 font-medium break-words">{finding.sentence}</h2>
      <dl className="numbers mt-3 grid grid-cols-2 gap-x-4 gap-y-2 text-sm sm:grid-cols-3 xl:grid-cols-6">
        {figuresOf(finding).map(([name, value]) => (
          <div key={name} className="min-w-0">
            <dt className="text-xs text-faint">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
      {finding.allocation && (
        <p className="mt-3 text-sm wrap-anywhere">
          <span className="text-dim">{text.allocated}</span>{' '}
          <code>{finding.allocation.functionName}</code>{' '}
          <code className="text-dim">
            {finding.allocation.file}:{finding.allocation.line}
          </code>
        </p>
      )}
      {finding.allocation && finding.allocation.stack.length > 0 && (
        <details className="mt-1 text-sm">
          <summary className="cursor-pointer text-dim">{text.stack}</summary>
          <ol className="numbers mt-1 pl-5 text-xs">
            {finding.allocation.stack.map((frame, index) => (
              <li key={index} className="wrap-anywhere">
                <code>{frameText(frame)}</code>
              </li>
            ))}
          </ol>
        </details>
      )}
      <h3 className="mt-3 text-xs text-faint">{text.evidence}</h3>
      <ul className="mt-1 list-disc pl-5 text-sm">
        {finding.evidence.map(({ kind, detail }) => (
          <li key={kind} className="break-words">
            <span className="font-medium">{kind}:</span> {detail}
          </li>
        ))}
      </ul>
      <h3 className="mt-3 text-xs text-faint">{text.suggestion}</h3>
      <p className="mt-1 text-sm">{finding.suggestion}</p>
    </article>
  );
}

function figuresOf(finding: LeakFinding): ReadonlyArray<readonly [string, string]> {
  return [
    [text.size, text.from(formatCount(finding.fromSize), formatCount(finding.size))],
    [text.pace, text.perSecond(formatCount(Number(finding.entriesPerSecond.toPrecision(2))))],
    [
      text.memory,
      finding.bytesPerHour === null
        ? uiMessages.none
        : text.perHour(formatBytes(finding.bytesPerHour)),
    ],
    [
      text.limit,
      finding.timeToLimitMs === null
        ? uiMessages.none
        : formatDuration(finding.timeToLimitMs / 1000),
    ],
    [text.since, formatInstant(finding.firstSeenAt)],
    [text.last, formatInstant(finding.lastSeenAt)],
  ];
}
