import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { sql, type ColumnType, type Transaction } from 'kysely';
import { Database } from '../database/database.ts';
import type { Tables } from '../database/tables.ts';
import { idempotencyErrors } from './idempotency.errors.ts';
import {
  IDEMPOTENCY_ANSWER_LIMIT_BYTES,
  IDEMPOTENCY_CLEANUP_EVERY,
  IDEMPOTENCY_CLEANUP_ROWS,
  IDEMPOTENCY_KEPT_HOURS,
  IDEMPOTENCY_KEY_LENGTH,
} from './idempotency.limits.ts';
import type { Viewer } from './viewer.ts';

/** Answers of requests that may be repeated. */
export interface IdempotencyTable {
  owner: string;
  key: string;
  request_hash: Buffer;
  status: number | null;
  response: ColumnType<unknown, string, string>;
  created_at: ColumnType<string, never, never>;
}

declare module '../database/tables.ts' {
  interface Tables {
    idempotency_keys: IdempotencyTable;
  }
}

/** What makes two requests the same: where they were sent and what they carried. */
export interface RepeatableRequest {
  /** Method and path, path parameters filled in: `POST /api/cases`. */
  readonly route: string;
  readonly body: unknown;
  /** Done in the transaction of the work, after it, with what it answers; not for a repetition. */
  readonly afterwards?: (trx: Transaction<Tables>, answer: unknown) => Promise<void>;
}

/** The request's `Idempotency-Key`, or undefined. Throws HTTP_IDEMPOTENCY_KEY_INVALID. */
export function idempotencyKey(request: FastifyRequest): string | undefined {
  const header = request.headers['idempotency-key'];
  if (header === undefined) return undefined;
  if (typeof header === 'string' && /^[\x21-\x7e]+$/.test(header)) {
    if (header.length <= IDEMPOTENCY_KEY_LENGTH) return header;
  }
  throw idempotencyErrors.keyInvalid();
}

/**
 * Lets a client repeat a POST whose answer it did not get, without doing the work twice. The answer
 * is stored in the transaction of the work, so that neither is ever there without the other.
 */
@Injectable()
export class Idempotency {
  #untilCleanup = 1;

  constructor(private readonly database: Database) {}

  /**
   * Does `work` once per viewer and key, in one transaction, and answers what it answered: the same
   * JSON for every repetition within 24 hours. Without a key it just does the work. Throws
   * HTTP_IDEMPOTENCY_KEY_REUSED for another request under the key and HTTP_IDEMPOTENCY_IN_PROGRESS
   * while the first is under way. Work that throws stores nothing and may be repeated. `stillOpen`
   * throws when the viewer may not read the stored answer any more: a key outlives no access.
   */
  async run<Answer>(
    viewer: Viewer,
    key: string | undefined,
    request: RepeatableRequest,
    work: (trx: Transaction<Tables>) => Promise<Answer>,
    stillOpen: (trx: Transaction<Tables>, answer: Answer) => Promise<unknown>,
  ): Promise<Answer> {
    const whole = async (trx: Transaction<Tables>): Promise<Answer> => {
      const answer = await work(trx);
      await request.afterwards?.(trx, answer);
      return answer;
    };
    if (key === undefined) return await this.database.transaction(whole);
    const owner = viewer.userId ?? viewer.kind;
    const hash = requestHash(request);
    const answer = await this.database.transaction(async (trx) => {
      await this.#claim(trx, owner, key);
      const stored = await this.#stored(trx, owner, key);
      if (stored === undefined) {
        const made = await whole(trx);
        await this.#store(trx, owner, key, hash, made);
        return made;
      }
      if (!stored.request_hash.equals(hash)) throw idempotencyErrors.keyReused();
      const before = stored.response as Answer;
      await stillOpen(trx, before);
      return before;
    });
    await this.#cleanUp();
    return answer;
  }

  // The lock ends with the transaction, so that a killed process leaves no key claimed for ever.
  async #claim(trx: Transaction<Tables>, owner: string, key: string): Promise<void> {
    const { rows } = await sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(
      hashtextextended(${`idempotency\n${owner}\n${key}`}, 0)) as taken`.execute(trx);
    if (rows[0]?.taken !== true) throw idempotencyErrors.inProgress({ retryAfterSeconds: 1 });
  }

  async #stored(trx: Transaction<Tables>, owner: string, key: string) {
    return await trx
      .selectFrom('idempotency_keys')
      .select(['request_hash', 'response'])
      .where('owner', '=', owner)
      .where('key', '=', key)
      .where(sql<boolean>`created_at > now() - make_interval(hours => ${IDEMPOTENCY_KEPT_HOURS})`)
      .executeTakeFirst();
  }

  async #store(
    trx: Transaction<Tables>,
    owner: string,
    key: string,
    hash: Buffer,
    answer: unknown,
  ): Promise<void> {
    const response = JSON.stringify(answer ?? null);
    if (Buffer.byteLength(response) > IDEMPOTENCY_ANSWER_LIMIT_BYTES)
      throw idempotencyErrors.answerTooLarge();
    await sql`insert into idempotency_keys (owner, key, request_hash, response)
      values (${owner}, ${key}, ${hash}, ${response}) on conflict (owner, key) do update
      set request_hash = excluded.request_hash, response = excluded.response,
        created_at = now()`.execute(trx);
  }

  async #cleanUp(): Promise<void> {
    if (--this.#untilCleanup > 0) return;
    this.#untilCleanup = IDEMPOTENCY_CLEANUP_EVERY;
    await sql`delete from idempotency_keys where (owner, key) in (
      select owner, key from idempotency_keys
      where created_at <= now() - make_interval(hours => ${IDEMPOTENCY_KEPT_HOURS})
      limit ${IDEMPOTENCY_CLEANUP_ROWS})`.execute(this.database.db);
  }
}

/** SHA-256 of a request with object members in sorted order, so that their order does not matter. */
export function requestHash({ route, body }: RepeatableRequest): Buffer {
  const text = JSON.stringify([route, body ?? null], (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(text).digest();
}
