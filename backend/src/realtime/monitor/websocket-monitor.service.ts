import type { RealtimeMonitor, RealtimeWindow } from '@lexiflow/contracts';
import { realtimeRoomKinds } from '@lexiflow/contracts';
import { systemClock, type CancelTimer } from '@lexiflow/memory';
import { Inject, Injectable } from '@nestjs/common';
import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/config.ts';
import { RealtimeHub } from '../realtime-hub.ts';
import { realtimeLimits } from '../realtime.limits.ts';
import { MinuteWindows } from './minute-windows.ts';

/** The gateway of this process in figures: now, and minute by minute for the last hour. */
@Injectable()
export class WebSocketMonitorService implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #windows = new MinuteWindows();
  #stop: CancelTimer = () => undefined;

  constructor(
    private readonly hub: RealtimeHub,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.#stop = systemClock.every(realtimeLimits.beatMs.value, () => this.look(Date.now()));
  }

  onApplicationShutdown(): void {
    this.#stop();
  }

  /** Brings the window of this minute up to date; the timer calls it. */
  look(nowMs: number): void {
    this.#windows.look(nowMs, this.hub.figures, this.hub.table.size);
  }

  /** The last minutes, oldest first; the current one is the last. */
  windows(): RealtimeWindow[] {
    this.look(Date.now());
    return this.#windows.list();
  }

  monitor(): RealtimeMonitor {
    const { hub } = this;
    const counts = hub.rooms.count();
    return {
      instance: hub.instance,
      connections: hub.table.size,
      connectionLimit: this.config.websocket.maxGlobalConnections,
      users: hub.table.users,
      behind: hub.outgoing.behind,
      unsentBytes: hub.outgoing.usedBytes(),
      unsentLimitBytes: realtimeLimits.unsentTotalBytes.value,
      position: hub.delivery.position,
      recentEvents: hub.recent.length,
      recentBytes: hub.recent.usedBytes(),
      fanOut: hub.fanOut.isConfigured ? 'redis' : 'none',
      isFanOutUp: hub.fanOut.isUp,
      otherInstances: hub.fanOut.others,
      rooms: realtimeRoomKinds.map((kind) => ({
        kind,
        ...(counts.get(kind) ?? { rooms: 0, members: 0, largest: 0 }),
      })),
      closed: Object.fromEntries(hub.figures.closedBy),
      windows: this.windows(),
    };
  }
}
