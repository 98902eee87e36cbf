import type { Readable } from 'node:stream';
import type { BulkLine, BulkMode } from '@lexiflow/contracts';
import { Injectable } from '@nestjs/common';
import type { Actor } from '../audit/current-actor.ts';
import type { BatchOutcome } from '../performance/batch/batch-job.ts';
import { BatchProcessorService } from '../performance/batch/batch-processor.service.ts';
import { ErrorReporter } from '../platform/errors/error-reporter.ts';
import { toAppError } from '../platform/errors/to-app-error.ts';
import type { Viewer } from '../platform/http/viewer.ts';
import { BulkAnswer } from './bulk-answer.ts';
import { bulkErrors } from './bulk.errors.ts';
import { BulkFigures } from './bulk-figures.ts';
import type { AnyBulkKind } from './bulk-kind.ts';
import { bulkPermissions } from './bulk-permissions.ts';
import { BulkTally } from './bulk-tally.ts';
import { BulkWriter } from './bulk-writer.ts';
import type { BulkDone } from './bulk-writer.ts';
import { readRows } from './read-rows.ts';
import type { BulkRow } from './read-rows.ts';
import { errorLine, rowRefusal } from './row-refusal.ts';

/** One call: what is done with which records, by whom, from which bytes. */
export interface BulkCall {
  readonly kind: AnyBulkKind;
  readonly mode: BulkMode;
  readonly actor: Actor;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Length of `bytes`, null where the caller does not say. */
  readonly totalBytes: number | null;
  /** Aborted when nobody reads the answer any more. */
  readonly signal: AbortSignal;
  /** Who the token of the call stands for now; null when it is not valid any more. */
  readonly viewerNow: () => Viewer | null | Promise<Viewer | null>;
}

/** Writes many records in one call, each as its single route would. */
@Injectable()
export class BulkService {
  constructor(
    private readonly batches: BatchProcessorService,
    private readonly writer: BulkWriter,
    private readonly reporter: ErrorReporter,
    private readonly figures: BulkFigures,
  ) {}

  /**
   * Answers the lines of the call while it goes on, one batch in memory. What is answered is
   * committed; a row that is refused leaves nothing and the others go on. Whatever ends the call
   * early is its last line, or is thrown when nothing was answered yet; when the reader leaves, the
   * rows under way are the last.
   */
  async answer(call: BulkCall): Promise<Readable> {
    const answer = new BulkAnswer();
    const ended = this.#run(call, answer);
    await Promise.race([answer.begun, ended]);
    return answer.stream;
  }

  /** Rejects only while nothing was answered. */
  async #run(call: BulkCall, answer: BulkAnswer): Promise<void> {
    const tally = new BulkTally();
    try {
      await this.#process(call, answer, tally);
      answer.end(tally.end());
    } catch (thrown) {
      const error = toAppError(call.signal.aborted ? call.signal.reason : thrown);
      if (!answer.hasBegun) throw error;
      const { mode, kind, actor } = call;
      const route = `POST /api/bulk/${kind.name}/${mode}`;
      this.reporter.request(error, { requestId: actor.requestId ?? '', method: 'POST', route });
      if (call.signal.aborted) answer.drop();
      else answer.end(tally.end(error));
    }
  }

  async #process(call: BulkCall, answer: BulkAnswer, tally: BulkTally): Promise<void> {
    const { kind, mode, signal, totalBytes } = call;
    let { actor } = call;
    const input = new CountedBytes(call.bytes);
    await this.batches.run<BulkRow, BulkDone>({
      name: `bulk-${kind.name}`,
      owner: actor.userId ?? actor.kind,
      items: (tools) => readRows(input, tools),
      sizeOf: ({ bytes }) => bytes,
      lanesOf: (row) => lanesOf(kind, row),
      beforeBatch: async () => void (actor = await stillAllowed(call)),
      work: (row) => this.writer.write(mode, { kind, actor, row }),
      isFatal: (error) => rowRefusal(error) === null,
      report: async (outcomes) => {
        const lines = outcomes.map(lineOf);
        for (const { status } of lines) {
          tally.add(status);
          this.figures.count(kind.name, status);
        }
        await answer.write(lines, signal);
      },
      ...(totalBytes && { progress: () => input.readBytes / totalBytes }),
      signal,
    });
  }
}

/** The bytes of the call, and how many of them were read. */
class CountedBytes implements AsyncIterable<Uint8Array> {
  readonly #source: AsyncIterable<Uint8Array>;
  readBytes = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const piece of this.#source) {
      this.readBytes += piece.byteLength;
      yield piece;
    }
  }
}

/** Whoever calls, as they are now: a call may last longer than a session or a role. */
async function stillAllowed({ kind, mode, actor, viewerNow }: BulkCall): Promise<Actor> {
  const viewer = await viewerNow();
  if (viewer === null) throw bulkErrors.revoked();
  const permission = bulkPermissions[kind.name][mode];
  if (permission === undefined || !viewer.permissions.has(permission)) {
    throw bulkErrors.revoked('The permission for it was taken away');
  }
  return { ...viewer, requestId: actor.requestId ?? null, ip: actor.ip ?? null };
}

/** Rows that may be about one record are written one after the other. The fields are unchecked yet. */
function lanesOf(kind: AnyBulkKind, { name, fields, fault }: BulkRow): string[] {
  if (fault) return [];
  const natural = kind.naturalKey(fields);
  return [
    ...(name.id === undefined ? [] : [`id ${name.id}`]),
    ...(name.key === undefined ? [] : [`key ${name.key}`]),
    ...(natural === null ? [] : [`natural ${natural}`]),
  ];
}

function lineOf(outcome: BatchOutcome<BulkRow, BulkDone>): BulkLine {
  const { line, name } = outcome.item;
  if ('result' in outcome) return { line, ...outcome.result };
  const error = rowRefusal(outcome.error) ?? toAppError(outcome.error);
  return { line, id: name.id ?? null, status: 'rejected', error: errorLine(error) };
}
