import type { Readable } from 'node:stream';
import { getHeapSnapshot, getHeapStatistics } from 'node:v8';
import { systemClock } from '../clock.ts';
import type { CancelTimer, Clock } from '../clock.ts';
import type { Account, AccountSource } from '../governor/account.ts';
import type { Reading } from '../probe/reading.ts';
import { diagnosticsLimits } from './diagnostics.limits.ts';
import { redactSnapshot } from './redact-snapshot.ts';
import type { SnapshotVerdict } from './snapshot-guard.ts';
import { judgeSnapshot } from './snapshot-guard.ts';

/** A stream to read to its end, or the numbers that speak against it. */
export type SnapshotOutcome =
  | { readonly ok: true; readonly stream: Readable; readonly verdict: SnapshotVerdict }
  | {
      readonly ok: false;
      /** 507: no room for it; 409: another one is being written. */
      readonly status: 507 | 409;
      readonly code: 'MEM_SNAPSHOT_NO_HEADROOM' | 'MEM_SNAPSHOT_BUSY';
      readonly verdict: SnapshotVerdict;
      readonly detail: string;
    };

/** How a snapshot leaves. */
export interface SnapshotRequest {
  /** False: with the contents of strings, client data included. Default true. */
  readonly redact?: boolean;
}

/** What it is made of; a `Governor` is a host. */
export interface HeapSnapshotsOptions {
  readonly host: AccountSource & { readonly reading: Readonly<Reading> };
  readonly clock?: Clock;
  /** Longest predicted stop that is accepted. Default 15 s. */
  readonly pauseBudgetMs?: number;
  /** Takes the snapshot. Default: V8's own. */
  readonly take?: () => Readable;
  /** Default: V8's used heap now. */
  readonly heapUsedBytes?: () => number;
}

/**
 * Heap snapshots with a guard: refused with numbers when they would kill the process or stop it for
 * too long, charged to the diagnostics pool while they are read, one at a time. The contents of
 * strings are taken out on the way, unless asked otherwise: then it holds everything the process
 * holds, client data included.
 */
export class HeapSnapshots {
  readonly #options: HeapSnapshotsOptions;
  readonly #clock: Clock;
  #isBusy = false;

  constructor(options: HeapSnapshotsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** What a snapshot would cost now; costs nothing itself. */
  verdict(): SnapshotVerdict {
    const { host, pauseBudgetMs = diagnosticsLimits.snapshotPauseMs.value } = this.#options;
    const { limitBytes, workingSetBytes } = host.reading;
    const heapUsedBytes = this.#options.heapUsedBytes?.() ?? getHeapStatistics().used_heap_size;
    return judgeSnapshot({
      heapUsedBytes,
      headroomBytes: limitBytes - workingSetBytes,
      pauseBudgetMs,
    });
  }

  /**
   * Takes a snapshot (the process stands still meanwhile) and answers its stream. A stream that is
   * redacted fails with MEM_SNAPSHOT_FORMAT when V8 writes what is not understood.
   */
  open({ redact = true }: SnapshotRequest = {}): SnapshotOutcome {
    const verdict = this.verdict();
    if (this.#isBusy) {
      const detail = 'Another heap snapshot is being read.';
      return { ok: false, status: 409, code: 'MEM_SNAPSHOT_BUSY', verdict, detail };
    }
    if (!verdict.isAllowed) {
      const { detail } = verdict;
      return { ok: false, status: 507, code: 'MEM_SNAPSHOT_NO_HEADROOM', verdict, detail };
    }
    const account = this.#options.host.openAccount('diagnostics', 'heap-snapshot');
    this.#isBusy = true;
    // First, because it is held in any case; of the snapshot itself as much as fits beside it.
    if (redact && !account.grow(diagnosticsLimits.snapshotRedactBytes.value)) {
      this.#giveBack(account);
      const detail = 'The diagnostics pool has no room for the redaction.';
      return { ok: false, status: 507, code: 'MEM_SNAPSHOT_NO_HEADROOM', verdict, detail };
    }
    chargeWhatFits(account, verdict.neededBytes);
    try {
      const taken = (this.#options.take ?? getHeapSnapshot)();
      const stream = redact ? redactSnapshot(taken) : taken;
      this.#giveBackAtEnd(stream, account);
      return { ok: true, stream, verdict };
    } catch (error) {
      this.#giveBack(account);
      throw error;
    }
  }

  #giveBackAtEnd(stream: Readable, account: Account): void {
    const cancel: CancelTimer = this.#clock.after(diagnosticsLimits.snapshotAbandonMs.value, () => {
      stream.destroy();
    });
    stream.once('close', () => {
      cancel();
      this.#giveBack(account);
    });
  }

  #giveBack(account: Account): void {
    account.shrink(account.usedBytes);
    account.close();
    this.#isBusy = false;
  }
}

/**
 * The guard has found room in the process for all of it; the pool shows as much as the promises to
 * other pools leave, because those stand while the snapshot is read.
 */
function chargeWhatFits(account: Account, bytes: number): void {
  for (let part = bytes; part >= 64 * 1024 && !account.grow(part);) part = Math.floor(part / 2);
}
