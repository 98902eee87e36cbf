import type { RealtimeMemorySample } from '@lexiflow/contracts';
import { Governor, systemClock, type CancelTimer } from '@lexiflow/memory';
import { GOVERNOR } from '@lexiflow/memory-nestjs';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { RealtimeHub } from './realtime-hub.ts';
import { realtimeLimits } from './realtime.limits.ts';
import { RealtimeService } from './realtime.service.ts';

/** Sends the memory figures of this process to the room `memory` while somebody is in it, anywhere. */
@Injectable()
export class MemorySamplesService implements OnApplicationBootstrap, OnApplicationShutdown {
  #stop: CancelTimer = () => undefined;

  constructor(
    @Inject(GOVERNOR) private readonly governor: Governor,
    private readonly hub: RealtimeHub,
    private readonly realtime: RealtimeService,
  ) {}

  onApplicationBootstrap(): void {
    this.#stop = systemClock.every(realtimeLimits.sampleMs.value, () => this.#send());
  }

  onApplicationShutdown(): void {
    this.#stop();
  }

  #send(): void {
    const isWatched = this.hub.rooms.get('memory') !== undefined || this.hub.fanOut.isWatched;
    if (!isWatched) return;
    const { reading, level } = this.governor;
    const { accountedBytes } = this.governor.snapshot();
    const sample: RealtimeMemorySample = {
      instance: this.hub.instance,
      at: new Date().toISOString(),
      level,
      workingSetBytes: reading.workingSetBytes,
      heapUsedBytes: reading.heapUsedBytes,
      accountedBytes,
      limitBytes: reading.limitBytes,
    };
    this.realtime.publish('memory', { kind: 'sample', body: sample });
  }
}
