import type { ImportCounts, ImportResult } from '@lexiflow/contracts';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatCount } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { importMessages as text } from './messages.ts';

const outcomes = ['created', 'updated', 'unchanged'] as const;

function countsText(counts: ImportCounts): string {
  return text.counts(counts.cases, counts.parties, counts.entries);
}

/** What one file changed, and each record that was refused with its place and reason. */
export function ImportOutcome({ result }: { result: ImportResult }) {
  const happened = outcomes.filter((outcome) =>
    Object.values(result[outcome]).some((count) => count > 0),
  );
  return (
    <>
      <p className="numbers mt-1 text-sm text-dim">
        {happened
          .map((outcome) => text.countsOf(text[outcome], countsText(result[outcome])))
          .join(' · ')}
      </p>
      {result.rejectedCount > 0 && (
        <div className="mt-3">
          <p className="mb-1 text-sm font-medium text-emergency">
            {text.rejectedTitle(formatCount(result.rejectedCount))}
          </p>
          {result.rejected.length < result.rejectedCount && (
            <p className="text-xs text-faint">
              {text.rejectedCut(formatCount(result.rejected.length))}
            </p>
          )}
          <div className="max-h-80 overflow-y-auto">
            <FigureTable
              caption={text.rejectedTitle(formatCount(result.rejectedCount))}
              rows={result.rejected}
              rowKey={(rejection) => rejection.index}
              empty={uiMessages.none}
              columns={[
                { header: text.index, cell: (rejection) => formatCount(rejection.index) },
                {
                  header: text.line,
                  cell: (rejection) =>
                    rejection.line === undefined ? uiMessages.none : formatCount(rejection.line),
                },
                {
                  header: text.reason,
                  wrap: true,
                  cell: (rejection) => <span className="block min-w-52">{rejection.reason}</span>,
                },
              ]}
            />
          </div>
        </div>
      )}
    </>
  );
}
