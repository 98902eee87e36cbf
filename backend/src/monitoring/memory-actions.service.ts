import type { Readable } from 'node:stream';
import type { GcResult, SnapshotQuery } from '@lexiflow/contracts';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { CollectOnDemand, Governor, HeapSnapshots } from '@lexiflow/memory';
import type { SnapshotVerdict } from '@lexiflow/memory';
import { Inject, Injectable } from '@nestjs/common';
import { AuditLog } from '../audit/audit-log.ts';
import type { Actor } from '../audit/current-actor.ts';
import { CacheStrategy } from '../platform/cache/cache-strategy.ts';
import { memoryFailures } from '../platform/errors/memory.errors.ts';
import { ActionLimit } from './action-limit.ts';
import { monitoringLimits } from './monitoring.limits.ts';

/** Collections and heap snapshots on demand: limited in number, guarded, and on the audit record. */
@Injectable()
export class MemoryActionsService {
  readonly #collector: CollectOnDemand;
  readonly #collections = new ActionLimit(monitoringLimits.collectionsPerMinute, 60_000);
  readonly #snapshotLimit = new ActionLimit(monitoringLimits.snapshotsPerHour, 3_600_000);

  constructor(
    @Inject(GOVERNOR) governor: Governor,
    private readonly snapshots: HeapSnapshots,
    private readonly audit: AuditLog,
    private readonly caches: CacheStrategy,
  ) {
    this.#collector = new CollectOnDemand({
      onCollected: (liveBytes, durationMs) => governor.pausePrediction.learn(liveBytes, durationMs),
    });
  }

  /** What a snapshot would cost now. */
  snapshotVerdict(): SnapshotVerdict {
    return this.snapshots.verdict();
  }

  /** Runs one full collection. Throws MEM_COLLECT_TOO_SOON or MEM_COLLECT_UNAVAILABLE. */
  async collect(actor: Actor): Promise<GcResult> {
    this.#collections.take();
    const outcome = this.#collector.collect();
    if (!outcome.ok) {
      const { code, detail, retryAfterSeconds } = outcome;
      throw memoryFailures[code](
        retryAfterSeconds > 0 ? { detail, retryAfterSeconds } : { detail },
      );
    }
    const { before, after, freedBytes, durationMs } = outcome;
    const result = {
      beforeBytes: before.heapUsedBytes,
      afterBytes: after.heapUsedBytes,
      freedBytes,
      durationMs,
    };
    await this.#note(actor, 'memory.collected', result);
    return result;
  }

  /**
   * Takes a heap snapshot and answers its stream; it is recorded before the first byte leaves, and
   * whether the contents of strings leave with it. They do not unless `redact` is false.
   * Throws MEM_SNAPSHOT_NO_HEADROOM (507, with the numbers) or MEM_SNAPSHOT_BUSY.
   */
  async openSnapshot(actor: Actor, { redact = true }: SnapshotQuery): Promise<Readable> {
    this.#snapshotLimit.take();
    const outcome = this.snapshots.open({ redact });
    const { neededBytes, headroomBytes, predictedPauseMs } = outcome.verdict;
    const figures = { neededBytes, headroomBytes, predictedPauseMs };
    const details = { redacted: redact, ...figures };
    if (!outcome.ok) {
      await this.#note(actor, 'memory.snapshot-refused', { ...details, code: outcome.code });
      throw memoryFailures[outcome.code]({ detail: outcome.detail, extra: figures });
    }
    try {
      await this.#note(actor, 'memory.snapshot-taken', details);
    } catch (error) {
      // Nobody will read it: its memory comes back now, and the next one need not wait for that.
      outcome.stream.destroy();
      throw error;
    }
    return outcome.stream;
  }

  /** Forgets every answer of the two-tier cache, on every instance. */
  async clearCaches(actor: Actor): Promise<void> {
    const heldBytes = this.caches.usedBytes;
    await this.caches.clear();
    await this.#note(actor, 'caches.cleared', { heldBytes });
  }

  #note(actor: Actor, action: string, details: Readonly<Record<string, unknown>>): Promise<void> {
    const { requestId, ip } = actor;
    return this.audit.note(actor, {
      action,
      objectType: 'process',
      objectId: String(process.pid),
      details,
      ...(requestId === undefined ? {} : { requestId }),
      ...(ip === undefined ? {} : { ip }),
    });
  }
}
