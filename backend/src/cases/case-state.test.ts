import { caseStatus, caseStatusMoves } from '@lexiflow/contracts';
import type { CaseStatus } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { consistent, nextState } from './case-state.ts';

const today = '2026-03-02';
const statuses = caseStatus.options;
const state = (status: CaseStatus, closedOn: string | null = null, filedOn = '2020-01-01') => ({
  status,
  filedOn,
  closedOn,
});
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('nextState', () => {
  for (const from of statuses)
    for (const to of statuses) {
      const isOpen = from === to || caseStatusMoves[from].includes(to);
      it(`${isOpen ? 'lets' : 'does not let'} a case go from ${from} to ${to}`, () => {
        const before = state(from, from === 'closed' ? '2021-01-01' : null);
        const code = codeOf(() => nextState(before, { status: to }, today));
        expect(code).toBe(isOpen ? 'none' : 'CASE_STATUS_REFUSED');
      });
    }

  it('dates a closing today unless the change says when', () => {
    expect(nextState(state('open'), { status: 'closed' }, today).closedOn).toBe(today);
    const dated = nextState(state('open'), { status: 'closed', closedOn: '2025-05-05' }, today);
    expect(dated.closedOn).toBe('2025-05-05');
  });

  it('keeps the closing date of a closed case and takes it away when the case reopens', () => {
    const closed = state('closed', '2021-01-01');
    expect(nextState(closed, {}, today).closedOn).toBe('2021-01-01');
    expect(nextState(closed, { status: 'open' }, today).closedOn).toBeNull();
  });

  it('refuses a closing date on a case that is not closed', () => {
    expect(codeOf(() => nextState(state('open'), { closedOn: today }, today))).toBe(
      'CASE_DATES_REFUSED',
    );
  });

  it('refuses a closing date before the filing date, whichever of the two changes', () => {
    const closed = state('closed', '2021-01-01');
    expect(codeOf(() => nextState(closed, { closedOn: '2019-12-31' }, today))).toBe(
      'CASE_DATES_REFUSED',
    );
    expect(codeOf(() => nextState(closed, { filedOn: '2021-01-02' }, today))).toBe(
      'CASE_DATES_REFUSED',
    );
  });
});

describe('consistent', () => {
  it('dates a case that is made closed', () => {
    expect(consistent(state('closed'), today).closedOn).toBe(today);
    expect(consistent(state('pending'), today).closedOn).toBeNull();
  });
});
