import { caseStatusMoves } from '@lexiflow/contracts';
import type { CaseStatus } from '@lexiflow/contracts';
import { caseErrors } from './cases.errors.ts';

/** The part of a case that has rules of its own: its status and the dates that go with it. */
export interface CaseState {
  readonly status: CaseStatus;
  readonly filedOn: string | null;
  readonly closedOn: string | null;
}

/**
 * The state after `change`. Closing dates a case today unless the change says otherwise; reopening
 * takes the closing date away. Throws CASE_STATUS_REFUSED for a move outside `caseStatusMoves` and
 * CASE_DATES_REFUSED for dates that contradict it. `today` is `YYYY-MM-DD`.
 */
export function nextState(
  before: CaseState,
  change: { [Field in keyof CaseState]?: CaseState[Field] | undefined },
  today: string,
): CaseState {
  const status = change.status ?? before.status;
  if (status !== before.status && !caseStatusMoves[before.status].includes(status))
    throw caseErrors.statusRefused(
      `${before.status} → ${status}; from ${before.status} a case can go to ${caseStatusMoves[before.status].join(' or ')}.`,
    );
  return consistent(
    {
      status,
      filedOn: change.filedOn === undefined ? before.filedOn : change.filedOn,
      closedOn: change.closedOn ?? (status === 'closed' ? before.closedOn : null),
    },
    today,
  );
}

/** Completes and checks the state of a new case by the same rules. */
export function consistent(state: CaseState, today: string): CaseState {
  const { status, filedOn } = state;
  const closedOn = status === 'closed' ? (state.closedOn ?? today) : state.closedOn;
  if (closedOn !== null && status !== 'closed')
    throw caseErrors.datesRefused({
      errors: [{ path: 'body.closedOn', message: `a case that is ${status} has no closing date` }],
    });
  if (closedOn !== null && filedOn !== null && closedOn < filedOn)
    throw caseErrors.datesRefused({
      errors: [{ path: 'body.closedOn', message: `is before the filing date ${filedOn}` }],
    });
  return { status, filedOn, closedOn };
}
