import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import type { Actor } from '../audit/current-actor.ts';
import { AccessService } from '../authorization/access.service.ts';
import { CourtsService } from '../courts/courts.service.ts';
import { newId } from '../platform/database/id.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { CaseReading } from './case-reading.ts';
import { changedColumns, factsOf, mergeFacts } from './case-facts.ts';
import type { CaseFacts } from './case-facts.ts';
import { caseNumberKey } from './docket-number.ts';
import './cases.schema.ts';
import { mergedAttributes } from './merged-attributes.ts';

/** What became of a case when its docket was read; `hidden` when the reader may not know of it. */
export interface CaseOutcome {
  readonly id: string;
  readonly outcome: 'created' | 'updated' | 'unchanged' | 'hidden';
}

/** What a new case is told of the entries that come with it. */
export interface EntrySummary {
  readonly count: number;
  /** The latest filing date. */
  readonly lastOn: string | null;
}

/** Takes what dockets say into cases: the same number in the same court is the same case. */
@Injectable()
export class CaseReadings {
  constructor(
    private readonly courts: CourtsService,
    private readonly access: AccessService,
  ) {}

  /**
   * Makes the case or brings it up to date, and locks it until the transaction ends. The caller
   * holds the lock of the imports. A field is written when the docket says something else than at
   * its last reading: what was corrected here stays until the court changes it. `entries` is what a
   * new case shows of its docket.
   */
  async apply(
    trx: Transaction<Tables>,
    actor: Actor,
    reading: CaseReading,
    entries: EntrySummary,
  ): Promise<CaseOutcome> {
    const { rows } = await sql<{
      id: string;
      is_visible: boolean;
      facts: CaseFacts | null;
      attributes: Record<string, unknown>;
      status: string;
    }>`select id, ${this.access.visibleCases(actor, 'cases.id')} as is_visible,
        source_facts as facts, attributes, status
      from cases where court_id = ${reading.courtId}
        and number_key = ${caseNumberKey(reading.number)} for update`.execute(trx);
    const found = rows[0];
    if (!found) return { id: await this.#insert(trx, reading, entries), outcome: 'created' };
    if (!found.is_visible) {
      this.access.noteHidden(actor, found.id, 'docket:import');
      return { id: found.id, outcome: 'hidden' };
    }

    const facts = mergeFacts(found.facts, factsOf(reading));
    const attributes = mergedAttributes(found.attributes, reading.attributes);
    const columns = changedColumns(found.facts, facts);
    const isMoreKnown = !isDeepStrictEqual(attributes, found.attributes);
    if (Object.keys(columns).length > 0 || isMoreKnown) {
      await trx
        .updateTable('cases')
        .set({
          ...columns,
          source: 'docket-import',
          attributes: JSON.stringify(attributes),
          source_facts: JSON.stringify(facts),
          version: sql<number>`version + 1`,
          updated_at: sql<string>`now()`,
        } as never)
        .where('id', '=', found.id)
        .execute();
      return { id: found.id, outcome: 'updated' };
    }
    return { id: found.id, outcome: 'unchanged' };
  }

  async #insert(
    trx: Transaction<Tables>,
    reading: CaseReading,
    entries: EntrySummary,
  ): Promise<string> {
    await this.courts.ensure(trx, reading.courtId);
    const id = newId();
    const facts = factsOf(reading);
    await trx
      .insertInto('cases')
      .values({
        // A docket without a caption is known by its number.
        title: reading.number,
        ...changedColumns(null, facts),
        id,
        number: reading.number,
        number_key: caseNumberKey(reading.number),
        court_id: reading.courtId,
        source: 'docket-import',
        attributes: JSON.stringify(reading.attributes),
        source_facts: JSON.stringify(facts),
        entry_count: entries.count,
        open_entry_count: entries.count,
        last_entry_on: entries.lastOn,
        last_open_entry_on: entries.lastOn,
      } as never)
      .execute();
    return id;
  }
}
