import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { channels, type Finding } from '@lexiflow/memory';
import {
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { system } from '../../audit/audit-entry.ts';
import { Database } from '../../platform/database/database.ts';
import { ErrorReporter } from '../../platform/errors/error-reporter.ts';
import { Outbox, type DomainEvent } from '../../platform/events/outbox.ts';

/** Records the event `memory.leak-convicted` for every conviction, for whoever subscribes to it by webhook. */
@Injectable()
export class LeakEvents implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #onLeak = (message: unknown): void => this.leakFound(message as Finding);

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly reporter: ErrorReporter,
  ) {}

  onApplicationBootstrap(): void {
    subscribe(channels.leak.name, this.#onLeak);
  }

  onApplicationShutdown(): void {
    unsubscribe(channels.leak.name, this.#onLeak);
  }

  /** A leak was suspected, convicted, or is gone. */
  leakFound(finding: Finding): void {
    if (finding.status !== 'convicted') return;
    this.database
      .transaction((trx) => this.outbox.record(trx, system, eventOf(finding)))
      .catch((error: unknown) => this.reporter.background('telling of a leak by event', error));
  }
}

function eventOf(finding: Finding): DomainEvent {
  const { fingerprint, kind, holder, sentence, allocation, watchKind } = finding;
  const { bytesPerHour, timeToLimitMs, isKnown } = finding;
  return {
    type: 'memory.leak-convicted',
    aggregateType: 'memory-leak',
    aggregateId: idOf(fingerprint),
    payload: {
      ...{ fingerprint, kind, holder, sentence, allocation, watchKind },
      ...{ bytesPerHour, timeToLimitMs, isKnown },
    },
  };
}

/** The fingerprint as the id of a record: the same place keeps it over restarts (UUID version 8). */
function idOf(fingerprint: string): string {
  const [head, middle, tail] = [
    fingerprint.slice(0, 8),
    fingerprint.slice(8, 12),
    fingerprint.slice(12, 16),
  ];
  return `${head}-${middle}-8000-8000-${tail.padStart(12, '0')}`;
}
