import { Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { ChangeFeed } from '../platform/events/change-feed.ts';
import { ACCESS_CHANNEL, AccessSignals } from './access-signals.ts';

/**
 * Hears of changes of access that other instances, or other parts of this one, have committed.
 * While the feed's connection is down nothing is heard, so everything cached is dropped when it
 * breaks and again when it is back; in between, the caches' own short life is the bound.
 */
@Injectable()
export class AccessListener implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: (() => void) | null = null;

  constructor(
    private readonly feed: ChangeFeed,
    private readonly signals: AccessSignals,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.#stop = await this.feed.subscribe(ACCESS_CHANNEL, (userId) =>
      this.signals.announce(userId === '' ? null : userId),
    );
  }

  onApplicationShutdown(): void {
    this.#stop?.();
  }
}
