import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { channels, systemClock, type Clock, type Finding } from '@lexiflow/memory';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Database } from '../../platform/database/database.ts';
import { ErrorReporter } from '../../platform/errors/error-reporter.ts';
import { notificationsLimits } from '../notifications.limits.ts';
import { NotificationWriter } from '../raising/notification-writer.ts';
import { operatorDraft, type Trouble } from './operator-draft.ts';

interface LevelChange {
  readonly to: string;
  readonly usedRatio: number;
}

const loud = new Set(['critical', 'emergency']);

/**
 * Tells operators when this process is short of memory or holds a leak: of each at most once in ten
 * minutes, so that a level that comes and goes does not write while memory is short.
 */
@Injectable()
export class MemoryWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #clock: Pick<Clock, 'now'> = systemClock;
  readonly #lastMs = new Map<string, number>();
  readonly #onLevel = (message: unknown): void => this.levelChanged(message as LevelChange);
  readonly #onLeak = (message: unknown): void => this.leakFound(message as Finding);

  constructor(
    private readonly database: Database,
    private readonly writer: NotificationWriter,
    private readonly reporter: ErrorReporter,
  ) {}

  onApplicationBootstrap(): void {
    subscribe(channels.level.name, this.#onLevel);
    subscribe(channels.leak.name, this.#onLeak);
  }

  onApplicationShutdown(): void {
    unsubscribe(channels.level.name, this.#onLevel);
    unsubscribe(channels.leak.name, this.#onLeak);
  }

  /** The pressure level changed. */
  levelChanged({ to, usedRatio }: LevelChange): void {
    if (!loud.has(to)) return;
    this.#tell({
      kind: 'memory.critical',
      title: `Memory pressure is ${to}`,
      detail: `${Math.round(usedRatio * 100)} % of the budget is used; less urgent requests are refused.`,
      path: '/operate',
      foldKey: '00000000-0000-7000-8000-0000000000b1',
    });
  }

  /** A leak was suspected, convicted, or is gone. */
  leakFound({ status, sentence }: Pick<Finding, 'status' | 'sentence'>): void {
    if (status !== 'convicted') return;
    this.#tell({
      kind: 'memory.leak',
      title: 'A memory leak was found',
      detail: sentence,
      path: '/operate/leaks',
      foldKey: '00000000-0000-7000-8000-0000000000b2',
    });
  }

  #tell(trouble: Trouble): void {
    const now = this.#clock.now();
    const last = this.#lastMs.get(trouble.kind);
    if (last !== undefined && now - last < notificationsLimits.memoryNoticeMs.value) return;
    this.#lastMs.set(trouble.kind, now);
    // The level is told from inside whatever ran: not in its transaction.
    setImmediate(() => {
      this.database
        .transaction((trx) => this.writer.raise(trx, operatorDraft(trouble)))
        .catch((error: unknown) => this.reporter.background('telling operators of memory', error));
    });
  }
}
