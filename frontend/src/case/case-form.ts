import type { CaseChange, CaseDetail, CaseStatus } from '@lexiflow/contracts';

/** The fields of a case that its form holds, as text. */
export const caseFormFields = [
  'title',
  'number',
  'status',
  'courtId',
  'judge',
  'type',
  'natureOfSuit',
  'cause',
  'filedOn',
  'closedOn',
] as const;

/** One field of the form. */
export type CaseFormField = (typeof caseFormFields)[number];

/** What stands in the form; unknown is the empty string. */
export type CaseForm = Record<Exclude<CaseFormField, 'status'>, string> & { status: CaseStatus };

/** The form of a case as it is saved. */
export function formOf(record: CaseDetail): CaseForm {
  const entries = caseFormFields.map((field) => [field, record[field] ?? '']);
  return Object.fromEntries(entries) as CaseForm;
}

/** Only the fields that differ from `base`, emptied ones as `null`: the body of a change. */
export function changedFields(base: CaseDetail, form: CaseForm): CaseChange {
  const before = formOf(base);
  const entries = caseFormFields
    .filter((field) => form[field].trim() !== before[field])
    .map((field) => [field, emptied(field, form[field].trim())]);
  return Object.fromEntries(entries) as CaseChange;
}

// A case keeps its title and number; the API refuses an empty one by name.
function emptied(field: CaseFormField, value: string): string | null {
  return value === '' && field !== 'title' && field !== 'number' ? null : value;
}
