import type { WorkflowRow } from '@lexiflow/contracts';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/session.ts';
import { workflowQuery } from '../api/workflows.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { WorkflowStatusBadge } from '../ui/workflows/workflow-status.tsx';
import { MoveDialog, type PlannedMove } from './move-dialog.tsx';
import { useWorkflowMove } from './use-workflow-move.ts';
import { WorkflowHistory } from './workflow-history.tsx';
import { caseWorkMessages as text } from './workflow-messages.ts';
import { WorkflowStages } from './workflow-stages.tsx';

/** One workflow of a case: its stages, and buttons for the moves that are legal now. */
export function WorkflowCard({
  row,
  isTarget,
  stage,
  onStage,
}: {
  row: WorkflowRow;
  /** The address points at it: it comes into view. */
  isTarget: boolean;
  stage: string;
  onStage: (stageId: string) => void;
}) {
  const { data, error, refetch } = useQuery(workflowQuery(row.id));
  const mayRun = useMay('workflow:run');
  const [asked, setAsked] = useState<PlannedMove | null>(null);
  const [showsHistory, setShowsHistory] = useState(false);
  const move = useWorkflowMove(data ?? row);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isTarget) card.current?.scrollIntoView({ block: 'start' });
  }, [isTarget]);
  const workflow = data ?? row;
  const legal = mayRun && data ? data.moves : [];
  const plain = legal.filter(({ stageId }) => stageId === null);
  return (
    <article ref={card} id={row.id} aria-label={row.name} className="card scroll-mt-28">
      <header className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 border-b border-line px-4 py-3">
        <div className="min-w-0">
          <h3 className="flex flex-wrap items-center gap-2 font-medium">
            {workflow.name}
            <WorkflowStatusBadge status={workflow.status} isOverdue={workflow.isOverdue} />
          </h3>
          <p className="numbers mt-0.5 text-xs text-faint">
            {text.progress(workflow.endedStages, workflow.stageCount)} ·{' '}
            <Link href={`/workflows/${workflow.templateId}`} className="link underline">
              {workflowMessages.revision(workflow.revision)}
            </Link>
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <Button tone="quiet" onClick={() => setShowsHistory(true)}>
            {text.history}
          </Button>
          {plain.map(({ move: name }) => (
            <Button
              key={name}
              tone={name === 'start' || name === 'resume' ? 'primary' : 'plain'}
              busy={move.isPending}
              onClick={() =>
                name === 'cancel' ? setAsked({ move: name }) : move.mutate({ move: name })
              }
            >
              {workflowMessages.move[name]}
            </Button>
          ))}
        </div>
      </header>
      {error && (
        <div className="p-4">
          <ErrorPanel error={error} onRetry={() => void refetch()} />
        </div>
      )}
      {!data && !error && <div className="skeleton m-4 h-24" role="status" />}
      {data && (
        <WorkflowStages
          workflow={data}
          legal={legal}
          busy={move.isPending}
          chosen={stage}
          onChoose={onStage}
          onEnd={(stageId) => move.mutate({ move: 'complete-stage', stageId })}
          onSkip={(skipped) => setAsked({ move: 'skip-stage', stage: skipped })}
        />
      )}
      {asked && data && <MoveDialog workflow={data} asked={asked} onClose={() => setAsked(null)} />}
      {showsHistory && (
        <Dialog title={text.historyOf(row.name)} onClose={() => setShowsHistory(false)} wide>
          <WorkflowHistory id={row.id} name={row.name} />
        </Dialog>
      )}
    </article>
  );
}
