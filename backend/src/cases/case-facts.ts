import type { CaseReading } from './case-reading.ts';
import { caseTypeOf } from './docket-number.ts';

const columnOf = {
  title: 'title',
  judge: 'judge',
  referredTo: 'referred_to',
  type: 'type',
  natureOfSuit: 'nature_of_suit',
  cause: 'cause',
  jurisdiction: 'jurisdiction',
  juryDemand: 'jury_demand',
  demand: 'demand',
  filedOn: 'filed_on',
  terminatedOn: 'closed_on',
} as const;

/** What the docket of a case said when it was last read. */
export type CaseFacts = Readonly<Record<keyof typeof columnOf, string | null>>;

/** The facts that one reading gives. */
export function factsOf(reading: CaseReading): CaseFacts {
  const { typeCode, number } = reading;
  return {
    title: reading.title,
    judge: reading.judge,
    referredTo: reading.referredTo,
    type: caseTypeOf(typeCode, number),
    natureOfSuit: reading.natureOfSuit,
    cause: reading.cause,
    jurisdiction: reading.jurisdiction,
    juryDemand: reading.juryDemand,
    demand: reading.demand,
    filedOn: reading.filedOn,
    terminatedOn: reading.terminatedOn,
  };
}

/** What is known after a reading: what it says, and what was known before where it says nothing. */
export function mergeFacts(before: CaseFacts | null, read: CaseFacts): CaseFacts {
  const names = Object.keys(columnOf) as (keyof CaseFacts)[];
  return Object.fromEntries(
    names.map((name) => [name, read[name] ?? before?.[name] ?? null]),
  ) as CaseFacts;
}

/**
 * The columns to write, by name: those of the facts that differ from the last reading. A case whose
 * docket says when it was terminated is closed.
 */
export function changedColumns(
  before: CaseFacts | null,
  after: CaseFacts,
): Record<string, string | null> {
  const columns: Record<string, string | null> = {};
  for (const [name, column] of Object.entries(columnOf)) {
    const value = after[name as keyof CaseFacts];
    if (value !== null && value !== before?.[name as keyof CaseFacts]) columns[column] = value;
  }
  if (columns['closed_on'] !== undefined) columns['status'] = 'closed';
  return columns;
}
