import type { WorkflowTransition } from '@lexiflow/contracts';
import { usePageList } from '../api/use-page-list.ts';
import { historyPath } from '../api/workflows.ts';
import { formatInstant } from '../ui/format.ts';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { caseWorkMessages as text } from './workflow-messages.ts';

const words: Readonly<Record<string, string>> = {
  ...workflowMessages.status,
  ...workflowMessages.stage,
};

/** Every transition of a workflow and of its stages, the newest first. */
export function WorkflowHistory({ id, name }: { id: string; name: string }) {
  const list = usePageList<WorkflowTransition>(['workflows', 'history', id], historyPath(id));
  return (
    <ListFrame list={list} empty={<p className="text-sm text-faint">{uiMessages.none}</p>}>
      <ol aria-label={text.historyOf(name)} className="flex flex-col gap-3">
        {list.rows.map((row) => (
          <li key={row.id} className="text-sm">
            <p>
              <span className="font-medium">{row.stageName ?? text.whole}</span>{' '}
              {row.from !== null && <span className="text-dim">{words[row.from]} → </span>}
              {words[row.to]}
            </p>
            {row.reason !== null && <p className="text-dim">{row.reason}</p>}
            <p className="numbers text-xs text-faint">
              {formatInstant(row.at)} · {row.actorName}
            </p>
          </li>
        ))}
      </ol>
      {list.hasMore && (
        <button type="button" className="link mt-3 text-sm" onClick={list.loadMore}>
          {list.isLoadingMore ? uiMessages.loading : uiMessages.loadMore}
        </button>
      )}
    </ListFrame>
  );
}
