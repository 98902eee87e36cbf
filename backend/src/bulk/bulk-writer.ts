import type { BulkMode, BulkStatus } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Actor } from '../audit/current-actor.ts';
import type { Tables } from '../platform/database/tables.ts';
import { brokenUniqueness } from '../platform/database/unique-violation.ts';
import { AppError } from '../platform/errors/define-error.ts';
import { parseInput } from '../platform/http/endpoint.ts';
import { httpErrors } from '../platform/http/http.errors.ts';
import { requestHash } from '../platform/http/idempotency.ts';
import { noRepeat } from '../platform/http/repeat.ts';
import { bulkErrors } from './bulk.errors.ts';
import type { AnyBulkKind, BulkRecord } from './bulk-kind.ts';
import { bulkLimits } from './bulk.limits.ts';
import { BulkKeysRepository } from './bulk-keys.repository.ts';
import type { BulkRow } from './read-rows.ts';

/** What became of a row. */
export interface BulkDone {
  readonly id: string;
  readonly version: number;
  readonly status: BulkStatus;
}

/** One row to write. */
export interface BulkTask {
  readonly kind: AnyBulkKind;
  readonly actor: Actor;
  readonly row: BulkRow;
}

/** Writes single rows through the services behind the single routes, each in its own transaction. */
@Injectable()
export class BulkWriter {
  constructor(private readonly keys: BulkKeysRepository) {}

  /** Throws what the single route throws, and the errors of `bulk.errors.ts`. */
  async write(mode: BulkMode, task: BulkTask): Promise<BulkDone> {
    if (task.row.fault) throw task.row.fault;
    switch (mode) {
      case 'insert':
        return await this.#insert(task);
      case 'update':
        return await this.#update(task);
      case 'upsert':
        return await this.#upsert(task);
      case 'delete':
        return await this.#remove(task);
    }
  }

  async #insert(task: BulkTask): Promise<BulkDone> {
    const { kind, actor, row } = task;
    const body = parseInput(kind.body, row.fields, 'body');
    refuseNames(row, ['id', 'version']);
    return await this.#again(isKeyTaken, async () => {
      const known = await this.#known(task);
      if (known === undefined) return done(await this.#create(task, body), 'created');
      if (!known.hash.equals(hashOf(task))) throw bulkErrors.keyReused();
      return done(await kind.get(actor, known.id), 'unchanged');
    });
  }

  async #update(task: BulkTask): Promise<BulkDone> {
    const { kind, actor, row } = task;
    const change = parseInput(kind.change, row.fields, 'body');
    const { id, version } = await this.#target(task);
    const changed = await kind.update(actor, id, version, change);
    return done(changed, changed.version === version ? 'unchanged' : 'updated');
  }

  async #remove(task: BulkTask): Promise<BulkDone> {
    const { kind, actor, row } = task;
    const extra = Object.keys(row.fields).map((field) => problem(field, 'is not a known field'));
    if (extra.length > 0) throw httpErrors.invalidInput({ errors: extra });
    if (!kind.remove || !kind.removed) throw httpErrors.notFound();
    const { id, version } = await this.#target(task);
    const removed = await kind.remove(actor, id, version);
    return done(removed, removed.version === version ? 'unchanged' : kind.removed);
  }

  async #upsert(task: BulkTask): Promise<BulkDone> {
    const { kind, actor, row } = task;
    const body = parseInput(kind.body, row.fields, 'body');
    refuseNames(row, ['id']);
    const isNamed = row.name.key !== undefined || kind.naturalKey(body) !== null;
    if (!isNamed) throw httpErrors.invalidInput({ errors: [problem('key', kind.unnamed)] });
    return await this.#again(
      (error) => isOvertaken(error, row),
      async () => {
        const known = await this.#known(task);
        const id = known?.id ?? (await kind.findNatural(actor, body));
        if (id === null) return done(await this.#create(task, body), 'created');
        const found = await kind.get(actor, id);
        const version = row.name.version ?? found.version;
        const changed = await kind.update(actor, id, version, changeOf(task, body, found));
        if (known === undefined) await this.#name(task, id);
        return done(changed, changed.version === version ? 'unchanged' : 'updated');
      },
    );
  }

  /** Makes the record and puts it under its key, both or neither. */
  async #create(task: BulkTask, body: object): Promise<BulkRecord> {
    const afterwards = async (trx: Transaction<Tables>, made: unknown): Promise<void> =>
      this.#name(task, (made as BulkRecord).id, trx);
    const { actor, kind } = task;
    return await kind.create(actor, body, {
      key: undefined,
      request: { ...noRepeat.request, afterwards },
    });
  }

  /** Puts a record under the key of its row, when it has one. */
  async #name(task: BulkTask, id: string, trx?: Transaction<Tables>): Promise<void> {
    const { kind, actor, row } = task;
    const { key } = row.name;
    if (key === undefined) return;
    await this.keys.add({ viewer: actor, kind: kind.name, key }, id, hashOf(task), trx);
  }

  async #known({ kind, actor, row }: BulkTask): Promise<{ id: string; hash: Buffer } | undefined> {
    const { key } = row.name;
    return key === undefined
      ? undefined
      : await this.keys.find({ viewer: actor, kind: kind.name, key });
  }

  /** The record that an update is about and the version it was made on. */
  async #target(task: BulkTask): Promise<{ id: string; version: number }> {
    const { id, key, version } = task.row.name;
    if ((id === undefined) === (key === undefined)) {
      throw httpErrors.invalidInput({ errors: [problem('id', 'give either id or key')] });
    }
    if (version === undefined) throw httpErrors.versionMissing();
    const target = id ?? (await this.#known(task))?.id;
    if (target === undefined) throw bulkErrors.keyUnknown();
    return { id: target, version };
  }

  /** Does the work again when somebody else made or changed the record in between. */
  async #again(
    isForAnotherTry: (error: unknown) => boolean,
    work: () => Promise<BulkDone>,
  ): Promise<BulkDone> {
    for (let tries = 1; ; tries++) {
      try {
        return await work();
      } catch (error) {
        if (!isForAnotherTry(error) || tries === bulkLimits.tryEntries) throw error;
      }
    }
  }
}

const isKeyTaken = (error: unknown): boolean => brokenUniqueness(error) === 'bulk_keys_pkey';

const overtaking = new Set(['HTTP_STALE_VERSION', 'CASE_NUMBER_TAKEN', 'CLIENT_NUMBER_TAKEN']);

/** An upsert that states no version means the record as it is now. */
function isOvertaken(error: unknown, { name }: BulkRow): boolean {
  if (isKeyTaken(error)) return true;
  return name.version === undefined && error instanceof AppError && overtaking.has(error.code);
}

/** The fields of a row that an existing record may change; BULK_FIELD_FIXED for others that differ. */
function changeOf({ kind, row }: BulkTask, body: object, found: BulkRecord): object {
  const given = Object.entries(body).filter(([field]) => field in row.fields);
  const isFixed = ([field]: [string, unknown]): boolean => kind.fixed.includes(field);
  const errors = given
    .filter((entry) => isFixed(entry) && !kind.isKept(entry[0], body, found))
    .map(([field]) => problem(field, 'differs and cannot be changed'));
  if (errors.length > 0) throw bulkErrors.fieldFixed({ errors });
  return Object.fromEntries(given.filter((entry) => !isFixed(entry)));
}

function refuseNames({ name }: BulkRow, refused: readonly ('id' | 'version')[]): void {
  const errors = refused
    .filter((field) => name[field] !== undefined)
    .map((field) => problem(field, 'is not a known field'));
  if (errors.length > 0) throw httpErrors.invalidInput({ errors });
}

function hashOf({ kind, row }: BulkTask): Buffer {
  return requestHash({ route: `bulk ${kind.name}`, body: row.fields });
}

function problem(field: string, message: string): { path: string; message: string } {
  return { path: `body.${field.slice(0, 100)}`, message };
}

function done({ id, version }: BulkRecord, status: BulkStatus): BulkDone {
  return { id, version, status };
}
