import type { ImportResult } from '@lexiflow/contracts';
import { FigureTable } from '../ui/figure-table.tsx';
import { formatCount } from '../ui/format.ts';
import { uiMessages } from '../ui/messages.ts';
import { importMessages as text } from './messages.ts';

const kinds = ['cases', 'parties', 'entries'] as const;

/** What one file changed, and each record that was refused with its place and reason. */
export function ImportOutcome({ result }: { result: ImportResult }) {
  return (
    <div className="mt-3 flex flex-col gap-3">
      <FigureTable
        caption={text.result}
        rows={kinds}
        rowKey={(kind) => kind}
        empty={uiMessages.none}
        columns={[
          { header: text.kind, cell: (kind) => text[kind] },
          {
            header: text.created,
            numeric: true,
            cell: (kind) => formatCount(result.created[kind]),
          },
          {
            header: text.updated,
            numeric: true,
            cell: (kind) => formatCount(result.updated[kind]),
          },
          {
            header: text.unchanged,
            numeric: true,
            cell: (kind) => formatCount(result.unchanged[kind]),
          },
        ]}
      />
      {result.rejectedCount === 0 ? (
        <p className="text-xs text-faint">{text.allGood}</p>
      ) : (
        <div>
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
                { header: text.reason, cell: (rejection) => rejection.reason },
              ]}
            />
          </div>
        </div>
      )}
    </div>
  );
}
