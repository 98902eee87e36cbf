import { GOVERNOR, MemoryMonitoringService } from '@lexiflow/memory-nestjs';
import { Governor } from '@lexiflow/memory';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from 'pino';
import { CONFIG } from '../platform/config/config.ts';
import type { Config } from '../platform/config/config.ts';
import { LOGGER } from '../platform/logging/logging.module.ts';
import { cacheStats } from '../platform/metrics/cache-figures.ts';

/** The periodic lines of `LOG_MEMORY_METRICS` and `LOG_CACHE_METRICS`. */
@Injectable()
export class MemoryLogService implements OnApplicationBootstrap, OnApplicationShutdown {
  #timer: NodeJS.Timeout | undefined;

  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly monitoring: MemoryMonitoringService,
  ) {}

  onApplicationBootstrap(): void {
    const { log, memory } = this.config;
    if (!memory.monitoringEnabled || !(log.memoryMetrics || log.cacheMetrics)) return;
    this.#timer = setInterval(() => this.write(), memory.checkIntervalMs).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  /** Writes the configured lines now; the timer calls it. */
  write(): void {
    const { log } = this.config;
    if (log.memoryMetrics) {
      const facts = { ...this.monitoring.getMemoryHealth(), ...this.monitoring.getMemoryStats() };
      this.logger.info(facts, 'Memory stats');
    }
    if (log.cacheMetrics) {
      for (const { name, entries, bytes, maxBytes, hitRate } of cacheStats(this.governor)) {
        this.logger.info({ cache: name, entries, bytes, maxBytes, hitRate }, 'Cache stats');
      }
    }
  }
}
