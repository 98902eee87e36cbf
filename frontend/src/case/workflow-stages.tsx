import type { LegalMove, WorkflowDetail, WorkflowStage } from '@lexiflow/contracts';
import { Check, Circle, CircleDot, CircleSlash } from 'lucide-react';
import { Button } from '../ui/button.tsx';
import { classNames } from '../ui/class-names.ts';
import { formatDate } from '../ui/format.ts';
import { workflowMessages } from '../ui/workflows/messages.ts';
import { caseWorkMessages as text } from './workflow-messages.ts';

const signs = {
  pending: { icon: Circle, tone: 'text-faint' },
  active: { icon: CircleDot, tone: 'text-elevated' },
  done: { icon: Check, tone: 'text-normal' },
  skipped: { icon: CircleSlash, tone: 'text-faint' },
} as const;

/** The stages of a workflow in their order, each with its dates, tasks and legal moves. */
export function WorkflowStages({
  workflow,
  legal,
  busy,
  chosen,
  onChoose,
  onEnd,
  onSkip,
}: {
  workflow: WorkflowDetail;
  legal: readonly LegalMove[];
  busy: boolean;
  chosen: string;
  onChoose: (stageId: string) => void;
  onEnd: (stageId: string) => void;
  onSkip: (stage: WorkflowStage) => void;
}) {
  return (
    <ol aria-label={text.stages(workflow.name)}>
      {workflow.stages.map((stage) => {
        const { icon: Icon, tone } = signs[stage.status];
        const can = (move: LegalMove['move']): boolean =>
          legal.some((one) => one.move === move && one.stageId === stage.id);
        const isChosen = chosen === stage.id;
        return (
          <li
            key={stage.id}
            aria-current={stage.status === 'active' ? 'step' : undefined}
            className={classNames(
              'flex flex-wrap items-start gap-x-3 gap-y-1 border-b border-line px-4 py-2.5 last:border-b-0',
              isChosen && 'bg-accent-soft',
            )}
          >
            <Icon size={16} aria-hidden className={classNames('mt-0.5 shrink-0', tone)} />
            <div className="min-w-0 flex-1">
              <p className="text-sm">
                <span className={classNames(stage.status === 'active' && 'font-medium')}>
                  {stage.name}
                </span>{' '}
                <span className={classNames('text-xs', tone)}>
                  {workflowMessages.stage[stage.status]}
                </span>
              </p>
              <StageFacts stage={stage} />
            </div>
            <div className="no-print flex flex-wrap gap-1">
              {stage.taskCount > 0 && (
                <Button
                  tone="quiet"
                  aria-pressed={isChosen}
                  aria-label={text.showTasks(stage.name)}
                  onClick={() => onChoose(isChosen ? '' : stage.id)}
                >
                  {text.tasks}
                </Button>
              )}
              {can('complete-stage') && (
                <Button busy={busy} onClick={() => onEnd(stage.id)}>
                  {workflowMessages.move['complete-stage']}
                </Button>
              )}
              {can('skip-stage') && (
                <Button
                  tone="quiet"
                  aria-label={text.skipOf(stage.name)}
                  onClick={() => onSkip(stage)}
                >
                  {workflowMessages.move['skip-stage']}
                </Button>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}

function StageFacts({ stage }: { stage: WorkflowStage }) {
  const { status, startedOn, dueOn, duration, unit, taskCount, unassigned } = stage;
  const facts = [
    startedOn === null
      ? text.takes(workflowMessages.duration(duration, unit))
      : text.began(formatDate(startedOn)),
    taskCount > 0 ? text.tasksDone(stage.doneCount, taskCount) : null,
    status === 'active' && stage.openRequired > 0 ? text.openRequired(stage.openRequired) : null,
  ].filter((fact) => fact !== null);
  return (
    <p className="numbers text-xs text-faint">
      {facts.join(' · ')}
      {status === 'active' && dueOn !== null && (
        <>
          {' · '}
          <span className={stage.isOverdue ? 'font-medium text-emergency' : undefined}>
            {(stage.isOverdue ? text.overdueSince : text.due)(formatDate(dueOn))}
          </span>
        </>
      )}
      {unassigned > 0 && (
        <>
          {' · '}
          <span className="text-warning">{text.unassigned(unassigned)}</span>
        </>
      )}
    </p>
  );
}
