import { hash } from 'node:crypto';
import type { EntryReading } from './docket-reading.ts';

/** What identifies an entry and what a later reading is compared with, short enough to be stored. */
export interface EntryFacts {
  readonly number: string | null;
  readonly filedOn: string;
  readonly enteredOn: string | null;
  /** Digest of the whole text, with blanks folded. */
  readonly text: string | null;
  /** Digest of the first `START` characters of the text, null for a shorter one. */
  readonly start: string | null;
  readonly docId: string | null;
  readonly seqNo: string | null;
  readonly pageCount: number | null;
  /** Digest of the attachments, null when there are none. */
  readonly attachments: string | null;
}

/** Long enough to tell "Minute Entry for proceedings held before Judge …" from another of its kind. */
const START = 120;

/** The facts of one entry as read. An empty text is not known yet, so it has no digest. */
export function entryFacts(entry: EntryReading): EntryFacts {
  const text = entry.description.replaceAll(/\s+/g, ' ').trim();
  return {
    number: entry.number,
    filedOn: entry.filedOn,
    enteredOn: entry.enteredOn,
    text: text === '' ? null : digest(text),
    start: text.length > START ? digest(text.slice(0, START)) : null,
    docId: entry.docId === null ? null : normalDocId(entry.docId),
    seqNo: entry.seqNo,
    pageCount: entry.pageCount,
    attachments: entry.attachments.length === 0 ? null : digest(JSON.stringify(entry.attachments)),
  };
}

/**
 * PACER's document ids with the fourth digit set to 0: PACER prints 0 or 1 there for one and the
 * same document, depending on the page.
 */
export function normalDocId(docId: string): string {
  return /^\d{8,}$/.test(docId) ? `${docId.slice(0, 3)}0${docId.slice(4)}` : docId;
}

/** What is known after a reading: what it says, and what was known before where it says nothing. */
export function mergeFacts(before: EntryFacts, read: EntryFacts): EntryFacts {
  const text = read.text ?? before.text;
  return {
    number: read.number ?? before.number,
    filedOn: read.filedOn,
    enteredOn: read.enteredOn ?? before.enteredOn,
    text,
    start: read.text === null ? before.start : read.start,
    docId: read.docId ?? before.docId,
    seqNo: read.seqNo ?? before.seqNo,
    pageCount: read.pageCount ?? before.pageCount,
    attachments: read.attachments ?? before.attachments,
  };
}

/** Names of the facts that differ. */
export function differingFacts(before: EntryFacts, after: EntryFacts): (keyof EntryFacts)[] {
  return (Object.keys(after) as (keyof EntryFacts)[]).filter(
    (name) => before[name] !== after[name],
  );
}

function digest(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 22);
}
