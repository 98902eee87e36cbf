import type { CaseStatus } from '@lexiflow/contracts';
import { Badge, type Tone } from './badge.tsx';

/** The statuses of a case in the order of its life, with the words for them. */
export const caseStatusNames: Record<CaseStatus, string> = {
  pending: 'Pending',
  open: 'Open',
  stayed: 'Stayed',
  closed: 'Closed',
};

const TONES: Record<CaseStatus, Tone> = {
  pending: 'elevated',
  open: 'normal',
  stayed: 'warning',
  closed: 'neutral',
};

/** The status of a case as a badge. */
export function CaseStatusBadge({ status }: { status: CaseStatus }) {
  return <Badge tone={TONES[status]}>{caseStatusNames[status]}</Badge>;
}
