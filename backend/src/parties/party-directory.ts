import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Transaction } from 'kysely';
import { ChangeLog, type Change } from '../audit/change-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { advisoryLocks } from '../platform/database/advisory-locks.ts';
import { newId } from '../platform/database/id.ts';
import type { Tables } from '../platform/database/tables.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { foldName, isPlaceholderName } from './fold-name.ts';
import { openParty } from './open-party.ts';
import './parties.schema.ts';

/** Finds parties by name as dockets print them, and makes those that are not there yet. */
@Injectable()
export class PartyDirectory {
  constructor(private readonly changes: ChangeLog) {}

  /** The name folded for comparison: names with the same key are the same party. */
  keyOf(name: string): string {
    return foldName(name);
  }

  /**
   * Keeps every other transaction from making parties by name until this one ends. Taken before
   * any other lock, so that two such transactions never wait for each other in a circle.
   */
  async lock(trx: Transaction<Tables>): Promise<void> {
    await sql`select pg_advisory_xact_lock(${advisoryLocks.partiesByName})`.execute(trx);
  }

  /**
   * Answers the party id of each name. Names that fold to the same are one party, shared by all
   * cases; of several older ones the oldest is taken. Placeholders ("Does 1-10") are shared within
   * `caseId` only, which the viewer may see. A party that is not open to the viewer is not taken:
   * naming it must not show it. The caller holds `lock`, so that each party is made once. A party
   * that is made is recorded as made by `actor`.
   */
  async findOrAdd(
    trx: Transaction<Tables>,
    actor: Actor,
    caseId: string,
    names: readonly string[],
  ): Promise<ReadonlyMap<string, string>> {
    const wanted = new Map<string, string>();
    for (const name of names) if (!wanted.has(foldName(name))) wanted.set(foldName(name), name);
    const found = await this.#find(trx, actor, caseId, [...wanted.keys()]);
    await this.#add(trx, actor, wanted, found);
    return new Map(names.map((name) => [name, found.get(foldName(name)) as string]));
  }

  async #find(
    trx: Transaction<Tables>,
    viewer: Viewer,
    caseId: string,
    keys: readonly string[],
  ): Promise<Map<string, string>> {
    const shared = keys.filter((key) => !isPlaceholderName(key));
    const own = keys.filter((key) => isPlaceholderName(key));
    const { rows } = await sql<{ key: string; id: string }>`
      select distinct on (name_key) name_key as key, id from parties
      where (name_key = any(${shared}::text[]) and ${openParty(viewer)})
        or (name_key = any(${own}::text[])
          and id in (select party_id from case_parties where case_id = ${caseId}))
      order by name_key, id`.execute(trx);
    return new Map(rows.map((row) => [row.key, row.id]));
  }

  async #add(
    trx: Transaction<Tables>,
    actor: Actor,
    wanted: ReadonlyMap<string, string>,
    found: Map<string, string>,
  ): Promise<void> {
    const made = [...wanted]
      .filter(([key]) => !found.has(key))
      .map(([key, name]) => ({ id: newId(), name, name_key: key }));
    if (made.length === 0) return;
    await sql`insert into parties (id, name, name_key)
      select id, name, name_key from jsonb_to_recordset(${JSON.stringify(made)}::jsonb)
        as made (id uuid, name text, name_key text)`.execute(trx);
    const changes = made.map(({ id }): Change => ({
      type: 'party.created',
      objectType: 'party',
      objectId: id,
    }));
    await this.changes.record(trx, actor, ...changes);
    for (const { id, name_key: key } of made) found.set(key, id);
  }
}
