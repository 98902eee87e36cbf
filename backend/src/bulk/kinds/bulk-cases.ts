import { caseBody, caseChange } from '@lexiflow/contracts';
import type { CaseBody, CaseChange, CaseDetail } from '@lexiflow/contracts';
import type { CasesService } from '../../cases/cases.service.ts';
import type { BulkKind } from '../bulk-kind.ts';

/** Cases: named by their number in their court; deleting archives. */
export function bulkCases(cases: CasesService): BulkKind<CaseBody, CaseChange, CaseDetail> {
  return {
    name: 'cases',
    body: caseBody,
    change: caseChange,
    unnamed: 'is needed where courtId does not name the case together with its number',
    fixed: [],
    isKept: () => true,
    naturalKey: ({ courtId, number }) => (courtId && number ? `${courtId} ${number}` : null),
    findNatural: async (viewer, { courtId, number }) =>
      courtId ? cases.idOfNumber(viewer, courtId, number) : null,
    get: (viewer, id) => cases.get(viewer, id),
    create: (actor, body, repeat) => cases.create(actor, body, repeat),
    update: (actor, id, version, change) => cases.change(actor, id, version, change),
    remove: (actor, id, version) => cases.setArchived(actor, id, version, true),
    removed: 'archived',
  };
}
