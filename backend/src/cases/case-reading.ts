import type { Counsel } from './cases.schema.ts';

/** What a docket says about its case. `null` means that the docket does not say. */
export interface CaseReading {
  readonly courtId: string;
  readonly number: string;
  readonly title: string | null;
  readonly judge: string | null;
  readonly referredTo: string | null;
  /** The letters of the case number (`cv`), when the docket names them apart from it. */
  readonly typeCode: string | null;
  readonly natureOfSuit: string | null;
  readonly cause: string | null;
  readonly jurisdiction: string | null;
  readonly juryDemand: string | null;
  readonly demand: string | null;
  readonly filedOn: string | null;
  readonly terminatedOn: string | null;
  /** Small fields that have no column, kept as they are. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One line of the party list of a docket. */
export interface PartyReading {
  readonly name: string;
  readonly role: string;
  readonly terminatedOn: string | null;
  readonly extraInfo: string | null;
  readonly counsel: readonly Counsel[];
}

/** What became of the rows of one kind. */
export interface ReadingCounts {
  readonly created: number;
  readonly updated: number;
  readonly unchanged: number;
}
