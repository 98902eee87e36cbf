import type { CaseDetail } from '@lexiflow/contracts';
import { describe, expect, it } from 'vitest';
import { changedFields, formOf } from './case-form.ts';

const record: CaseDetail = {
  id: '0190c0de-0000-7000-8000-000000000001',
  number: '3:08-cv-00284',
  title: 'West v. Gifford',
  status: 'open',
  courtId: 'akd',
  courtName: 'D. Alaska',
  judge: 'Timothy M. Burgess',
  type: null,
  natureOfSuit: null,
  clientId: null,
  clientName: null,
  filedOn: '2008-12-23',
  closedOn: null,
  entryCount: 3,
  lastEntryOn: null,
  archivedAt: null,
  version: 1,
  updatedAt: '2026-01-01T00:00:00Z',
  referredTo: null,
  cause: null,
  jurisdiction: null,
  juryDemand: null,
  demand: null,
  source: 'docket-import',
  partyCount: 4,
  createdAt: '2026-01-01T00:00:00Z',
};

describe('changedFields', () => {
  it('sends nothing for an untouched form', () => {
    expect(changedFields(record, formOf(record))).toEqual({});
  });

  it('sends only what differs, trimmed, and emptied fields as null', () => {
    const form = { ...formOf(record), judge: ' ', type: ' civil ', status: 'closed' as const };
    expect(changedFields(record, form)).toEqual({ judge: null, type: 'civil', status: 'closed' });
  });

  it('does not turn an emptied title into null', () => {
    expect(changedFields(record, { ...formOf(record), title: '' })).toEqual({ title: '' });
  });
});
