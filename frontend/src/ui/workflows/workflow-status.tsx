import type { StageStatus, WorkflowStatus } from '@lexiflow/contracts';
import { Badge, type Tone } from '../badge.tsx';
import { workflowMessages as text } from './messages.ts';

const TONES: Record<WorkflowStatus, Tone> = {
  'not-started': 'neutral',
  running: 'elevated',
  paused: 'warning',
  completed: 'normal',
  cancelled: 'neutral',
};
const STAGE_TONES: Record<StageStatus, Tone> = {
  pending: 'neutral',
  active: 'elevated',
  done: 'normal',
  skipped: 'neutral',
};

/** The status of a workflow as a badge; one whose stage is overdue says so instead. */
export function WorkflowStatusBadge({
  status,
  isOverdue = false,
}: {
  status: WorkflowStatus;
  isOverdue?: boolean;
}) {
  if (isOverdue) return <Badge tone="emergency">{text.overdue}</Badge>;
  return <Badge tone={TONES[status]}>{text.status[status]}</Badge>;
}

/** The status of a stage as a badge. */
export function StageStatusBadge({ status }: { status: StageStatus }) {
  return <Badge tone={STAGE_TONES[status]}>{text.stage[status]}</Badge>;
}
