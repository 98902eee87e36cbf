import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { ReadingCounts } from '../../cases/case-reading.ts';
import { newId } from '../../platform/database/id.ts';
import type { Tables } from '../../platform/database/tables.ts';
import { differingFacts, entryFacts, mergeFacts } from './entry-facts.ts';
import type { EntryFacts } from './entry-facts.ts';
import type { EntryReading } from './docket-reading.ts';
import { EntryReadingsRepository } from './entry-readings.repository.ts';
import type { EntryChange, KnownEntry } from './entry-readings.repository.ts';
import { layPositions } from './lay-positions.ts';
import { matchEntries } from './match-entries.ts';
import { SourceKeys } from './source-keys.ts';

/** What became of the entries, and whether known ones changed places. */
export interface EntriesOutcome extends ReadingCounts {
  readonly moved: number;
}

/** Takes the entries of a docket into its case. */
@Injectable()
export class EntryReadings {
  constructor(private readonly entries: EntryReadingsRepository) {}

  /**
   * Adds the new entries, writes what the docket now says otherwise, and lays the positions in the
   * court's order. An entry that the reading does not hold stays. The caller holds the lock of the
   * imports and of the case. `isNew` says that the case was made by this transaction.
   */
  async apply(
    trx: Transaction<Tables>,
    caseId: string,
    read: readonly EntryReading[],
    isNew: boolean,
  ): Promise<EntriesOutcome> {
    if (read.length === 0) return { created: 0, updated: 0, unchanged: 0, moved: 0 };
    const known = isNew ? [] : await this.entries.known(trx, caseId);
    const facts = read.map(entryFacts);
    const match = matchEntries(
      known.map((entry) => entry.facts),
      facts,
    );
    const placed = layPositions(
      known.map((entry) => entry.facts.filedOn),
      read.map((entry) => entry.filedOn),
      match,
    );
    const moves = placed.flatMap(({ known: index }, at) =>
      index !== null && known[index]?.position !== at + 1
        ? [{ id: (known[index] as KnownEntry).id, position: at + 1 }]
        : [],
    );
    if (moves.length > 0) await this.entries.move(trx, moves);
    const changes = match.flatMap((index, at) => {
      const change =
        index === -1
          ? null
          : changeOf(known[index] as KnownEntry, facts[at] as EntryFacts, read[at] as EntryReading);
      return change ? [change] : [];
    });
    if (changes.length > 0) await this.entries.change(trx, changes);
    const keys = new SourceKeys(known.flatMap(({ sourceKey }) => sourceKey ?? []));
    const made = placed.flatMap(({ known: index, read: at }, place) =>
      index === null && at !== null
        ? [
            {
              id: newId(),
              position: place + 1,
              sourceKey: keys.next(facts[at] as EntryFacts),
              facts: facts[at] as EntryFacts,
              reading: read[at] as EntryReading,
            },
          ]
        : [],
    );
    if (made.length > 0) await this.entries.insert(trx, caseId, made);
    const updated = changes.filter((change) => change.isVisible).length;
    const unchanged = read.length - made.length - updated;
    return { created: made.length, updated, unchanged, moved: moves.length };
  }
}

function changeOf(known: KnownEntry, read: EntryFacts, reading: EntryReading): EntryChange | null {
  const facts = mergeFacts(known.facts, read);
  const differing = differingFacts(known.facts, facts);
  if (differing.length === 0 && !known.facts.isOwn) return null;
  const take = <Value>(name: keyof EntryFacts, value: Value): Value | null =>
    differing.includes(name) ? value : null;
  return {
    id: known.id,
    facts,
    isVisible: differing.length > 0,
    number: take('number', reading.number),
    filedOn: take('filedOn', reading.filedOn),
    enteredOn: take('enteredOn', reading.enteredOn),
    description: take('text', reading.description),
    docId: take('docId', reading.docId),
    seqNo: take('seqNo', reading.seqNo),
    pageCount: take('pageCount', reading.pageCount),
    attachments: take('attachments', reading.attachments),
  };
}
