import { parseJSONStream } from '@lexiflow/memory';
import type { JsonFault, JsonRecord, MemoryHost } from '@lexiflow/memory';
import type { ImportResult } from '@lexiflow/contracts';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { Actor } from '../../audit/current-actor.ts';
import { CONFIG } from '../../platform/config/config.ts';
import type { Config } from '../../platform/config/config.ts';
import { Database } from '../../platform/database/database.ts';
import { AppError } from '../../platform/errors/define-error.ts';
import { httpErrors } from '../../platform/http/http.errors.ts';
import { Lifecycle } from '../../platform/http/lifecycle.ts';
import type { Viewer } from '../../platform/http/viewer.ts';
import { WorkPlaces } from '../../platform/places/work-places.ts';
import { docketErrors } from '../docket.errors.ts';
import { docketLimits } from '../docket.limits.ts';
import { DocketWriter } from './docket-writer.ts';
import { ImportTally } from './import-tally.ts';
import { readDocket } from './read-docket.ts';
import { WriteTurns } from './write-turns.ts';

const retryAfterSeconds = docketLimits.importRetrySeconds;

/** Where an import reads from. */
export interface ImportSource {
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly contentType: string;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Who the token of the import stands for now; null when it is not valid any more. */
  readonly viewerNow?: () => Viewer | null | Promise<Viewer | null>;
}

/** Imports federal dockets: one object, an array, or one a line, of any length. */
@Injectable()
export class DocketImportService {
  // Dockets are written one at a time; waiting for that in the database would take a connection each.
  readonly #turns = new WriteTurns();
  // The others wait unread: each that reads holds memory for its next docket, also while it waits
  // for its turn to write.
  readonly #places = new WorkPlaces({
    limit: docketLimits.importsAtOnce,
    waitMs: docketLimits.importWaitMs,
    busy: () => docketErrors.importsBusy({ retryAfterSeconds }),
  });
  #endsAtMs = Number.POSITIVE_INFINITY;

  constructor(
    private readonly database: Database,
    private readonly writer: DocketWriter,
    @Inject(GOVERNOR) private readonly memory: MemoryHost,
    @Inject(CONFIG) private readonly config: Config,
    lifecycle: Lifecycle,
  ) {
    lifecycle.onDraining(() => {
      this.#endsAtMs = performance.now() + docketLimits.importDrainMs;
      this.#places.refuse(() => httpErrors.draining({ retryAfterSeconds }));
    });
  }

  /**
   * Reads the source to its end in constant memory. Each docket is one transaction: a bad one is
   * rejected with its place and reason, leaves nothing behind, and the rest goes on. Importing the
   * same again changes nothing. Throws DOCKET_NOT_RECORDS when the source holds no JSON record at
   * all and DOCKET_IMPORTS_BUSY when no place for it became free; DOCKET_IMPORT_REVOKED as soon as
   * the token is no longer valid for it, and HTTP_DRAINING when the server stops, both with what was
   * imported by then; rejects with the source's own error when it breaks off, and what was imported
   * stays.
   */
  async import(actor: Actor, source: ImportSource): Promise<ImportResult> {
    using _place = await this.#places.take(source.signal);
    const owner = actor.userId ?? actor.kind;
    const limitBytes = this.config.etl.memoryThresholdMb * 1024 * 1024;
    using account = this.memory.openAccount('stream', 'docket-import', { owner, limitBytes });
    const tally = new ImportTally();
    const inTurn = this.#turns.openLine();
    let firstFault: JsonFault | null = null;
    let whole = 0;
    for await (const record of parseJSONStream(source.bytes, {
      contentType: source.contentType,
      maxItemBytes: docketLimits.recordBytes,
      maxDepth: docketLimits.recordDepth,
      account,
      registry: this.memory,
      name: 'docket-import',
      ...(source.signal ? { signal: source.signal } : {}),
    })) {
      if (record.error) {
        firstFault ??= record.error;
        tally.reject(rejectionOf(record, record.error.reason, record.error));
        continue;
      }
      whole++;
      await inTurn(async () => {
        source.signal?.throwIfAborted();
        await this.#one(await this.#stillAllowed(actor, source, tally), record, tally);
      });
    }
    if (whole === 0 && firstFault) throw notRecords(firstFault);
    return tally.result();
  }

  /** Whoever imports, as they are now: an import may last longer than a session or a role. */
  async #stillAllowed(actor: Actor, source: ImportSource, tally: ImportTally): Promise<Actor> {
    const extra = { imported: tally.result() };
    if (performance.now() > this.#endsAtMs) throw httpErrors.draining({ retryAfterSeconds, extra });
    if (source.viewerNow === undefined) return actor;
    const viewer = await source.viewerNow();
    if (viewer === null) throw docketErrors.importRevoked({ extra });
    if (!viewer.permissions.has('docket:import')) {
      throw docketErrors.importRevoked({ detail: 'It may not import dockets any more', extra });
    }
    return { ...viewer, requestId: actor.requestId ?? null, ip: actor.ip ?? null };
  }

  async #one(actor: Actor, record: JsonRecord<unknown>, tally: ImportTally): Promise<void> {
    const read = readDocket(record.value);
    if (!read.ok) return tally.reject(rejectionOf(record, read.reason));
    try {
      const outcome = await this.database.transaction((trx) =>
        this.writer.write(trx, actor, read.reading),
      );
      if (outcome) tally.add(outcome);
      else
        tally.reject(
          rejectionOf(
            record,
            'this docket cannot be imported by you; an administrator can say more',
          ),
        );
    } catch (error) {
      const reason = refusalOf(error);
      if (reason === null) throw error;
      tally.reject(rejectionOf(record, reason));
    }
  }
}

function rejectionOf(
  record: JsonRecord<unknown>,
  reason: string,
  place: { byteOffset: number; line: number } = record,
) {
  return { index: record.index, reason, byteOffset: place.byteOffset, line: place.line };
}

/** Why one docket was refused, or null when the failure concerns every further one too. */
function refusalOf(error: unknown): string | null {
  if (error instanceof AppError) return error.spec.status < 500 ? error.message : null;
  const code = (error as { code?: unknown }).code;
  // Class 22: a value that its column cannot hold.
  return typeof code === 'string' && code.startsWith('22')
    ? `the database cannot hold a value of this docket (SQLSTATE ${code})`
    : null;
}

function notRecords(fault: JsonFault): AppError {
  const { reason, byteOffset, line } = fault;
  return docketErrors.notRecords({
    detail: `${reason} (byte ${byteOffset}, line ${line})`,
    extra: { byteOffset, line, reason: fault.code },
  });
}
