import type { BulkEnd, BulkLine, CaseRow } from '@lexiflow/contracts';
import { Badge } from '../ui/badge.tsx';
import { casesMessages } from './messages.ts';

const text = casesMessages.bulk;

/** A case and what became of it. */
export interface RowResult {
  readonly row: CaseRow;
  readonly line: BulkLine;
}

/** What became of each row, the refused ones first, and why the rest was not done. */
export function BulkResults({
  results,
  end,
}: {
  results: readonly RowResult[];
  end: BulkEnd | undefined;
}) {
  if (results.length === 0) return null;
  const isRefused = ({ line }: RowResult) => line.status === 'rejected';
  const refusedFirst = [...results.filter(isRefused), ...results.filter((one) => !isRefused(one))];
  return (
    <div className="mt-3 border-t border-line pt-2">
      {end?.error && <p className="text-sm text-warning">{text.stopped(end.error.detail)}</p>}
      <ul aria-label={text.results} className="max-h-60 overflow-y-auto text-sm">
        {refusedFirst.map(({ row, line }) => (
          <li key={row.id} className="flex items-baseline gap-3 py-1">
            <Badge tone={line.status === 'rejected' ? 'warning' : 'normal'}>
              {text.outcomes[line.status]}
            </Badge>
            <span className="min-w-0 truncate">{row.title}</span>
            {line.error && (
              <span className="text-dim">
                {line.error.detail} <span className="text-xs text-faint">{line.error.code}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
