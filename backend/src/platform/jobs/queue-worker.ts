import type { AbortableRegistry, Account, AccountSource } from '@lexiflow/memory';
import type { JobWithMetadata } from 'pg-boss';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import type { JobDefinition } from './define-job.ts';
import type { JobHandler } from './job.ts';
import { QueueFigures } from './job-figures.ts';
import type { JobSlots } from './job-slots.ts';
import type { Attempt, JobStore } from './job-store.ts';
import { MemoryEnd } from './memory-end.ts';
import { jobsLimits } from './jobs.limits.ts';
import { runJob, StopRequested, type RunResult } from './run-job.ts';

/** What the workers of one process share. */
export interface WorkerParts {
  readonly store: JobStore;
  readonly slots: JobSlots;
  readonly memory: AccountSource & AbortableRegistry;
  readonly reporter: ErrorReporter;
  /** A slot became free: somebody who found none may look again. */
  readonly onSlotFree: () => void;
  /** A job waits for a later time: the next look at the queues must not come after it. */
  readonly onPutOff: () => void;
}

interface Run {
  readonly attempt: Attempt;
  readonly abort: AbortController;
  isLeft: boolean;
}

/** Takes the jobs of one queue and runs them, never more at once than its definition and the slots allow. */
export class QueueWorker {
  readonly definition: JobDefinition;
  readonly figures: QueueFigures;
  readonly #handler: JobHandler<unknown>;
  readonly #parts: WorkerParts;
  readonly #runs = new Set<Run>();
  readonly #done: Run[] = [];
  /** Handlers at work; a run that has ended still counts in `#runs` until it is settled. */
  #active = 0;
  #isOpen = false;
  #isWanted = false;
  /** The last look was cut short by a bound: the queue is asked again as soon as a run has ended. */
  #mayHaveMore = false;
  /** Found no free slot: looks again when one is free. */
  isHungry = false;
  #looking: Promise<void> | null = null;
  #settling: Promise<void> | null = null;

  constructor(
    definition: JobDefinition,
    handler: JobHandler<unknown>,
    figures: QueueFigures,
    parts: WorkerParts,
  ) {
    this.definition = definition;
    this.figures = figures;
    this.#handler = handler;
    this.#parts = parts;
  }

  /** Jobs taken and not yet settled. */
  get running(): number {
    return this.#runs.size;
  }

  /** Lets it take jobs, or keeps it from taking further ones. */
  setOpen(isOpen: boolean): void {
    this.#isOpen = isOpen;
    if (isOpen) this.wake();
  }

  /** Looks for due jobs now. */
  wake(): void {
    this.#isWanted = true;
    if (!this.#isOpen) return;
    this.#looking ??= this.#look()
      .catch((error: unknown) => {
        this.#parts.reporter.background(`reading the queue ${this.definition.name}`, error);
        this.#isWanted = false;
      })
      .finally(() => {
        this.#looking = null;
        if (this.#isWanted && !this.isHungry) this.wake();
      });
  }

  /** Says that the running jobs are alive. */
  async beat(): Promise<void> {
    const attempts = [...this.#runs].map(({ attempt }) => attempt);
    if (attempts.length > 0) await this.#parts.store.touch(this.definition.name, attempts);
  }

  /** Tells every running job that the server stops. */
  abort(): void {
    for (const { abort } of this.#runs) abort.abort(new StopRequested());
  }

  /** Hands back every job that has not ended; what their handlers still do counts no more. */
  async handBack(): Promise<void> {
    const left = [...this.#runs].filter((run) => !this.#done.includes(run));
    for (const run of left) run.isLeft = true;
    for (const { attempt } of left) {
      await this.#parts.store.putBack(this.definition.name, attempt, 0);
      this.figures.ended['handed-back'] += 1;
    }
  }

  /** Resolves when no look is under way and every ended run is settled. */
  async quiet(): Promise<void> {
    await this.#looking;
    await this.#settling;
  }

  async #look(): Promise<void> {
    const { definition } = this;
    const { slots, store } = this.#parts;
    while (this.#isWanted && this.#isOpen) {
      this.#isWanted = false;
      // The next jobs are fetched while the last ones are being settled, within a bound.
      const unsettled = definition.concurrency * 3 - this.#runs.size;
      const wanted = Math.min(definition.concurrency - this.#active, unsettled);
      this.#mayHaveMore = wanted <= 0;
      if (wanted <= 0) return;
      const accounts = this.#openAccounts(slots.take(definition.priority, wanted));
      this.isHungry = accounts.length === 0;
      if (this.isHungry) return;
      let rows: JobWithMetadata<unknown>[] = [];
      try {
        rows = await store.fetch(definition, accounts.length);
      } finally {
        for (const account of accounts.slice(rows.length)) closeAccount(account);
        slots.give(definition.priority, accounts.length - rows.length);
      }
      rows.forEach((row, index) => void this.#run(row, accounts[index] as Account));
      // A full answer means that there may be more.
      if (rows.length === accounts.length) this.#isWanted = true;
      this.#mayHaveMore = this.#isWanted;
    }
  }

  // One account for each slot; a slot for which there is no memory is given back.
  #openAccounts(slots: number): Account[] {
    const { name, memoryBytes, priority } = this.definition;
    const accounts: Account[] = [];
    while (accounts.length < slots) {
      const account = this.#parts.memory.openAccount('job', name, { limitBytes: memoryBytes });
      if (!account.grow(jobsLimits.accountStartBytes)) {
        account.close();
        break;
      }
      accounts.push(account);
    }
    this.#parts.slots.give(priority, slots - accounts.length);
    return accounts;
  }

  async #run(row: JobWithMetadata<unknown>, account: Account): Promise<void> {
    const { definition, figures } = this;
    const { store, slots, memory, reporter, onSlotFree } = this.#parts;
    const attempt = { id: row.id, retryCount: row.retryCount };
    const run: Run = { attempt, abort: new AbortController(), isLeft: false };
    this.#runs.add(run);
    this.#active += 1;
    const startedMs = performance.now();
    const memoryEnd = new MemoryEnd(definition.name, account, run.abort, reporter);
    const result = await runJob(row, {
      definition,
      handler: this.#handler,
      account,
      abort: run.abort,
      onSignalTaken: () => memoryEnd.offer(memory),
      completeIn: (trx) => store.completeIn(trx, definition.name, attempt),
    });
    memoryEnd.withdraw();
    closeAccount(account);
    figures.runSeconds.observe((performance.now() - startedMs) / 1000);
    this.#active -= 1;
    slots.give(definition.priority, 1);
    if (this.#mayHaveMore) this.wake();
    onSlotFree();
    try {
      if (!run.isLeft) await this.#settle(run, row, result);
    } catch (error) {
      // The job is given out again when its sign of life is missed.
      reporter.background(`settling a job of ${definition.name}`, error);
    } finally {
      this.#runs.delete(run);
      // The next job of its group may run only now.
      if (this.#mayHaveMore || definition.groupConcurrency !== null) this.wake();
    }
  }

  async #settle(run: Run, row: JobWithMetadata<unknown>, result: RunResult): Promise<void> {
    const { definition, figures } = this;
    const { store, onPutOff } = this.#parts;
    switch (result.kind) {
      case 'completed':
        this.#done.push(run);
        await (this.#settling ??= this.#completeDone());
        figures.ended.completed += 1;
        return;
      case 'settled':
        figures.ended.completed += 1;
        return;
      case 'handed-back':
        await store.putBack(definition.name, run.attempt, 0);
        figures.ended['handed-back'] += 1;
        return;
      case 'postponed':
        await store.putBack(definition.name, run.attempt, result.delaySeconds);
        figures.ended.postponed += 1;
        return onPutOff();
      case 'failed': {
        const isDead = result.isFinal || row.retryCount >= row.retryLimit;
        await store.fail(definition.name, run.attempt, result.error, result.isFinal);
        figures.ended[isDead ? 'dead' : 'failed'] += 1;
        return onPutOff();
      }
    }
  }

  // Runs that end while a statement is under way are settled together by the next one.
  async #completeDone(): Promise<void> {
    await Promise.resolve();
    try {
      while (this.#done.length > 0) {
        const done = this.#done.splice(0, jobsLimits.sendEntries);
        await this.#parts.store.complete(
          this.definition.name,
          done.map(({ attempt }) => attempt),
        );
      }
    } finally {
      this.#settling = null;
    }
  }
}

function closeAccount(account: Account): void {
  account.shrink(account.usedBytes);
  account.close();
}
