import type { BulkLine, CaseRow, CaseStatus } from '@lexiflow/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { writeMany } from '../api/bulk.ts';
import { useMay } from '../api/session.ts';
import { Button } from '../ui/button.tsx';
import { caseStatusNames } from '../ui/case-status.tsx';
import { ConfirmDialog } from '../ui/confirm-dialog.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Select } from '../ui/select.tsx';
import { MAX_SELECTED_ROWS } from '../ui/ui.limits.ts';
import type { Selection } from '../ui/use-selection.ts';
import { BulkResults, type RowResult } from './bulk-results.tsx';
import { statusFilters } from './case-params.ts';
import { casesMessages } from './messages.ts';

const text = casesMessages.bulk;
const statuses = statusFilters.filter((status): status is CaseStatus => status !== '');

/** What is to become of the chosen cases. */
type Action =
  | { readonly do: 'status'; readonly status: CaseStatus }
  | { readonly do: 'judge'; readonly judge: string }
  | { readonly do: 'archive' };

/** Changes the chosen cases in one call and says of each what became of it. */
export default function BulkPanel({
  selection,
  loaded,
  onClose,
}: {
  selection: Selection<CaseRow>;
  /** Rows that the list has loaded. */
  loaded: number;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const mayChange = useMay('case:change');
  const mayArchive = useMay('case:archive');
  const [judge, setJudge] = useState('');
  const [isAsking, setAsking] = useState(false);
  const [results, setResults] = useState<readonly RowResult[]>([]);
  const { rows } = selection;
  const write = useMutation({
    mutationFn: async (action: Action) => {
      const told: RowResult[] = [];
      const hear = (line: BulkLine) => {
        const row = rows[line.line - 1];
        if (row !== undefined) told.push({ row, line });
        setResults([...told]);
      };
      setResults([]);
      const mode = action.do === 'archive' ? 'delete' : 'update';
      return await writeMany('cases', mode, bodiesOf(rows, action), hear);
    },
    onSettled: () => {
      setAsking(false);
      return client.invalidateQueries({ queryKey: ['cases'] });
    },
  });
  const isIdle = rows.length === 0 || write.isPending;
  return (
    <section aria-label={text.label} className="card no-print mb-3 p-3">
      <div className="flex flex-wrap items-center gap-2">
        <p className="numbers mr-2 text-sm font-medium" role="status">
          {write.isPending
            ? text.progress(results.length, rows.length)
            : text.selected(rows.length)}
        </p>
        <Button disabled={write.isPending} onClick={() => selection.all()}>
          {text.all(Math.min(loaded, MAX_SELECTED_ROWS))}
        </Button>
        {mayChange && (
          <>
            <Select
              aria-label={text.status}
              className="w-36"
              value=""
              disabled={isIdle}
              onChange={({ target }) => {
                const status = statuses.find((one) => one === target.value);
                if (status) write.mutate({ do: 'status', status });
              }}
              choices={[
                { value: '', label: text.status },
                ...statuses.map((value) => ({ value, label: caseStatusNames[value] })),
              ]}
            />
            <form
              className="flex gap-1"
              onSubmit={(event) => {
                event.preventDefault();
                write.mutate({ do: 'judge', judge: judge.trim() });
              }}
            >
              <input
                className="input w-36"
                aria-label={text.judge}
                placeholder={text.judge}
                maxLength={300}
                value={judge}
                onChange={(event) => setJudge(event.target.value)}
              />
              <Button type="submit" disabled={isIdle || judge.trim() === ''}>
                {text.setJudge}
              </Button>
            </form>
          </>
        )}
        {mayArchive && (
          <Button tone="danger" disabled={isIdle} onClick={() => setAsking(true)}>
            {text.archive}
          </Button>
        )}
        <Button icon tone="quiet" className="ml-auto" aria-label={text.close} onClick={onClose}>
          <X size={14} aria-hidden />
        </Button>
      </div>
      {write.error !== null && <ErrorPanel error={write.error} />}
      <BulkResults results={results} end={write.data} />
      {isAsking && (
        <ConfirmDialog
          title={text.archiveTitle(rows.length)}
          hint={text.archiveHint}
          action={text.archive}
          busy={write.isPending}
          error={null}
          onConfirm={() => write.mutate({ do: 'archive' })}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}

function bodiesOf(rows: readonly CaseRow[], action: Action): object[] {
  const { do: what, ...fields } = action;
  return rows.map(({ id, version }) => ({ id, version, ...(what === 'archive' ? {} : fields) }));
}
