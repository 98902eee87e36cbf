import { setTimeout as wait } from 'node:timers/promises';
import type { AbortableRegistry, AccountSource, CancelTimer, Clock } from '@lexiflow/memory';
import { systemClock } from '@lexiflow/memory';
import type { ErrorReporter } from '../errors/error-reporter.ts';
import type { JobDefinition, JobPriority } from './define-job.ts';
import type { JobHandler } from './job.ts';
import { QueueFigures } from './job-figures.ts';
import { JobSlots } from './job-slots.ts';
import type { JobStore } from './job-store.ts';
import { jobsLimits } from './jobs.limits.ts';
import { QueueWorker } from './queue-worker.ts';

/** What a runner is made of. */
export interface RunnerParts {
  readonly store: JobStore;
  readonly memory: AccountSource & AbortableRegistry;
  readonly reporter: ErrorReporter;
  readonly clock?: Clock;
  readonly slots?: JobSlots;
}

const classes: readonly JobPriority[] = ['high', 'normal', 'low'];

/**
 * Runs the jobs of this process:
 *
 *     NOTIFY ──► worker of that queue ─┐
 *     due time ─► workers of due queues ├─► slots by class ─► handler
 *     5 s poll ─► workers of due queues ─┘
 *
 * One statement in five seconds finds what is due in all queues and measures their depth.
 */
export class JobRunner {
  readonly figures = new Map<string, QueueFigures>();
  readonly #store: JobStore;
  readonly #parts: RunnerParts;
  readonly #clock: Clock;
  readonly #slots: JobSlots;
  readonly #workers = new Map<string, QueueWorker>();
  #state: 'idle' | 'running' | 'stopped' = 'idle';
  #isPaused = false;
  #stopping: Promise<void> | null = null;
  #surveying: Promise<void> | null = null;
  #isSurveyWanted = false;
  #cancelSurvey: CancelTimer | null = null;
  #cancelBeat: CancelTimer | null = null;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#store = parts.store;
    this.#clock = parts.clock ?? systemClock;
    this.#slots = parts.slots ?? new JobSlots();
  }

  /** Jobs of this process that are being run. */
  get running(): number {
    return [...this.#workers.values()].reduce((sum, worker) => sum + worker.running, 0);
  }

  get isPaused(): boolean {
    return this.#isPaused;
  }

  /** Registers the one handler of a kind of job. Throws when it has one. */
  handle(definition: JobDefinition, handler: JobHandler<unknown>): void {
    const { name } = definition;
    if (this.#workers.has(name)) throw new Error(`The job ${name} has a handler already`);
    const worker = new QueueWorker(definition, handler, this.figuresOf(name), {
      store: this.#store,
      slots: this.#slots,
      memory: this.#parts.memory,
      reporter: this.#parts.reporter,
      onSlotFree: () => this.#feed(),
      onPutOff: () => this.#survey(),
    });
    this.#workers.set(name, worker);
    if (this.#state === 'running') worker.setOpen(!this.#isPaused);
  }

  /** Figures of a queue; made when they are asked for first. */
  figuresOf(name: string): QueueFigures {
    const known = this.figures.get(name);
    if (known) return known;
    const made = new QueueFigures();
    this.figures.set(name, made);
    return made;
  }

  /** Begins to take jobs. */
  start(): void {
    if (this.#state !== 'idle') return;
    this.#state = 'running';
    this.#cancelBeat = this.#clock.every(jobsLimits.heartbeatMs, () => void this.#beat());
    this.#openWorkers();
    this.#survey();
  }

  /** A queue has new work; null: any may have. */
  wake(queue: string | null): void {
    if (queue === null) this.#survey();
    else this.#workers.get(queue)?.wake();
  }

  /** Takes no further jobs until `resume`; running ones go on. */
  pause(): void {
    this.#isPaused = true;
    for (const worker of this.#workers.values()) worker.setOpen(false);
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#state === 'running') this.#openWorkers();
  }

  /**
   * Takes no further jobs, waits for the running ones, tells those that take longer to stop, and
   * hands back what has not ended: nothing runs for it any more. Twice is fine.
   */
  async stop(drainMs: number = jobsLimits.drainMs): Promise<void> {
    await (this.#stopping ??= this.#stop(drainMs));
  }

  async #stop(drainMs: number): Promise<void> {
    const wasRunning = this.#state === 'running';
    this.#state = 'stopped';
    this.#cancelSurvey?.();
    this.#cancelBeat?.();
    for (const worker of this.#workers.values()) worker.setOpen(false);
    await this.#surveying;
    if (!wasRunning) return;
    const workers = [...this.#workers.values()];
    await this.#emptied(drainMs);
    for (const worker of workers) worker.abort();
    await this.#emptied(jobsLimits.abortMs + jobsLimits.handBackMs);
    for (const worker of workers) {
      await worker
        .handBack()
        .catch((error: unknown) => this.#parts.reporter.background('handing jobs back', error));
      await worker.quiet();
    }
  }

  async #emptied(withinMs: number): Promise<void> {
    const deadlineMs = this.#clock.now() + withinMs;
    for (const worker of this.#workers.values()) await worker.quiet();
    while (this.running > 0 && this.#clock.now() < deadlineMs) await wait(10);
  }

  #openWorkers(): void {
    for (const worker of this.#byClass()) worker.setOpen(!this.#isPaused);
  }

  /** A slot is free: those who found none look again, the most urgent first. */
  #feed(): void {
    for (const worker of this.#byClass()) if (worker.isHungry) worker.wake();
  }

  #byClass(): QueueWorker[] {
    const workers = [...this.#workers.values()];
    return classes.flatMap((priority) =>
      workers.filter(({ definition }) => definition.priority === priority),
    );
  }

  /** Looks at all queues now: wakes the workers of those with due jobs, and sets the next look. */
  #survey(): void {
    this.#isSurveyWanted = true;
    if (this.#state !== 'running') return;
    this.#surveying ??= this.#surveyAll().finally(() => {
      this.#surveying = null;
      if (this.#isSurveyWanted) this.#survey();
    });
  }

  async #surveyAll(): Promise<void> {
    this.#isSurveyWanted = false;
    this.#cancelSurvey?.();
    let nextMs: number = jobsLimits.pollMs;
    try {
      const states = await this.#store.states();
      const found = new Map(states.map((state) => [state.name, state]));
      for (const name of this.#workers.keys())
        if (!found.has(name)) this.figuresOf(name).depth = empty;
      for (const { name, nextDueMs, ...depth } of states) {
        if (name.startsWith('__')) continue;
        this.figuresOf(name).depth = depth;
        const worker = this.#workers.get(name);
        if (!worker || nextDueMs === null) continue;
        if (depth.due > 0) worker.wake();
        else nextMs = Math.min(nextMs, nextDueMs + 1);
      }
    } catch (error) {
      nextMs = jobsLimits.failedReadMs;
      this.#parts.reporter.background('reading the job queues', error);
    }
    if (this.#state !== 'running') return;
    this.#cancelSurvey = this.#clock.after(Math.max(1, nextMs), () => this.#survey());
  }

  async #beat(): Promise<void> {
    for (const worker of this.#workers.values()) {
      await worker
        .beat()
        .catch((error: unknown) => this.#parts.reporter.background('signs of life of jobs', error));
    }
  }
}

const empty = { waiting: 0, due: 0, active: 0, dead: 0, oldestSeconds: 0 };
