import type { CaseReading, PartyReading } from '../../cases/case-reading.ts';

/** A document attached to an entry. */
export interface AttachmentReading {
  readonly number: number | null;
  readonly description: string | null;
  readonly pageCount: number | null;
  readonly sizeBytes: number | null;
  readonly pacerDocId: string | null;
}

/** One entry. Dates are `YYYY-MM-DD`; the PACER ids are kept as texts, leading zeros and all. */
export interface EntryReading {
  readonly number: string | null;
  readonly filedOn: string;
  readonly enteredOn: string | null;
  readonly description: string;
  readonly docId: string | null;
  readonly seqNo: string | null;
  readonly pageCount: number | null;
  readonly attachments: readonly AttachmentReading[];
}

/** One docket as read at some time: a whole docket, or the part of it that was asked for. */
export interface DocketReading {
  readonly case: CaseReading;
  readonly parties: readonly PartyReading[];
  /** The oldest first, whichever way the docket was printed. */
  readonly entries: readonly EntryReading[];
}
