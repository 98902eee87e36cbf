import type { WorkflowRow } from '@lexiflow/contracts';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useMay } from '../api/session.ts';
import { usePageList } from '../api/use-page-list.ts';
import { WORKFLOWS_PATH } from '../api/workflows.ts';
import { Button } from '../ui/button.tsx';
import { ListFrame } from '../ui/list-frame.tsx';
import { uiMessages } from '../ui/messages.ts';
import { oneOf, useSearchParams } from '../ui/use-search-params.ts';
import { StartWorkflowDialog } from './start-workflow-dialog.tsx';
import { WorkflowCard } from './workflow-card.tsx';
import { caseWorkMessages as text } from './workflow-messages.ts';

const params = { workflow: oneOf(['', 'new'], '') };

/** The workflows of a case; those that have ended are folded away. */
export function CaseWorkflows({
  caseId,
  stage,
  onStage,
}: {
  caseId: string;
  stage: string;
  onStage: (stageId: string) => void;
}) {
  const [{ workflow }, setParams] = useSearchParams(params);
  // The workflow that the address points at, unfolded when it has ended.
  const [target] = useState(() => window.location.hash.slice(1));
  const [showsEnded, setShowsEnded] = useState(false);
  const mayRun = useMay('workflow:run');
  const list = usePageList<WorkflowRow>(['workflows', 'list'], WORKFLOWS_PATH, { caseId });
  const isEnded = ({ status }: WorkflowRow): boolean =>
    status === 'completed' || status === 'cancelled';
  const ended = list.rows.filter(isEnded).length;
  const shown = list.rows.filter((row) => showsEnded || row.id === target || !isEnded(row));
  return (
    <section aria-label={text.workflowsLabel}>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
        <h2 className="text-base font-semibold">{text.workflows}</h2>
        {mayRun && (
          <Button className="no-print" onClick={() => setParams({ workflow: 'new' })}>
            <Plus size={14} aria-hidden />
            {text.start}
          </Button>
        )}
      </div>
      <ListFrame list={list} empty={<p className="text-sm text-faint">{text.none}</p>}>
        <div className="flex flex-col gap-3">
          {shown.map((row) => (
            <WorkflowCard
              key={row.id}
              row={row}
              isTarget={row.id === target}
              stage={stage}
              onStage={onStage}
            />
          ))}
          <div className="no-print flex flex-wrap gap-4 text-sm">
            {ended > 0 && (
              <button
                type="button"
                className="link"
                aria-expanded={showsEnded}
                onClick={() => setShowsEnded(!showsEnded)}
              >
                {showsEnded ? text.hideEnded : text.showEnded(ended)}
              </button>
            )}
            {list.hasMore && (
              <button type="button" className="link" onClick={list.loadMore}>
                {list.isLoadingMore ? uiMessages.loading : uiMessages.loadMore}
              </button>
            )}
          </div>
        </div>
      </ListFrame>
      {workflow === 'new' && mayRun && (
        <StartWorkflowDialog caseId={caseId} onClose={() => setParams({ workflow: '' })} />
      )}
    </section>
  );
}
