import type { CaseBody, CaseChange } from '@lexiflow/contracts';

/** Columns that lists read, under the names of the contract. */
export const rowColumns = [
  'cases.id',
  'cases.number',
  'cases.title',
  'cases.status',
  'cases.court_id as courtId',
  'courts.name as courtName',
  'cases.judge',
  'cases.type',
  'cases.nature_of_suit as natureOfSuit',
  'cases.client_id as clientId',
  'client_party.name as clientName',
  'cases.filed_on as filedOn',
  'cases.closed_on as closedOn',
  'cases.archived_at as archivedAt',
  'cases.version',
  'cases.updated_at as updatedAt',
] as const;

/** Columns that the page of one case reads besides. */
export const detailColumns = [
  'cases.referred_to as referredTo',
  'cases.cause',
  'cases.jurisdiction',
  'cases.jury_demand as juryDemand',
  'cases.demand',
  'cases.source',
  'cases.created_at as createdAt',
] as const;

const columnOf = {
  number: 'number',
  title: 'title',
  status: 'status',
  courtId: 'court_id',
  judge: 'judge',
  referredTo: 'referred_to',
  type: 'type',
  natureOfSuit: 'nature_of_suit',
  cause: 'cause',
  jurisdiction: 'jurisdiction',
  juryDemand: 'jury_demand',
  demand: 'demand',
  clientId: 'client_id',
  filedOn: 'filed_on',
  closedOn: 'closed_on',
} as const satisfies Record<keyof CaseBody, string>;

/** Values by column name, of the fields that are given. Blank optional text is stored as null. */
export function caseColumns(
  fields: CaseBody | CaseChange,
): Partial<Record<(typeof columnOf)[keyof CaseBody], string | null>> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [columnOf[field as keyof CaseBody], value === '' ? null : value]),
  );
}
