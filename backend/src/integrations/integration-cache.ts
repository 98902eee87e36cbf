import { BoundedCache } from '@lexiflow/memory';
import type { MemoryHost } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { OnModuleDestroy } from '@nestjs/common';
import { EventBus } from '../platform/events/event-bus.ts';
import type { IntegrationRow } from './integration-row.ts';
import { integrationLimits } from './integrations.limits.ts';

/**
 * The integrations used lately, with their credentials still encrypted. A change drops its entry at once
 * where it is made, and on the other instances as soon as they hear of it.
 */
@Injectable()
export class IntegrationCache implements OnModuleDestroy {
  readonly #cache: BoundedCache<string, IntegrationRow>;
  readonly #stop: () => void;

  constructor(@Inject(GOVERNOR) host: MemoryHost, bus: EventBus) {
    this.#cache = new BoundedCache<string, IntegrationRow>({
      name: 'integrations',
      maxEntries: integrationLimits.cachedEntries,
      maxBytes: integrationLimits.cachedBytes,
      policy: 'lru',
      host,
    });
    this.#stop = bus.on(
      ['integration.changed', 'integration.deleted', 'integration.resealed'],
      ({ aggregateId }) => this.drop(aggregateId),
    );
  }

  /** The integration, from memory or from `read`; what is not there is not remembered. */
  async get(
    id: string,
    read: () => Promise<IntegrationRow | undefined>,
  ): Promise<IntegrationRow | undefined> {
    const known = this.#cache.get(id);
    if (known !== undefined) return known;
    const found = await read();
    if (found !== undefined) this.#cache.set(id, found);
    return found;
  }

  drop(id: string): void {
    this.#cache.delete(id);
  }

  onModuleDestroy(): void {
    this.#stop();
    this.#cache.close();
  }
}
