import { realtimeMonitor } from '@lexiflow/contracts';
import type { RealtimeMonitor } from '@lexiflow/contracts';
import { Controller, Get } from '@nestjs/common';
import { Endpoint } from '../platform/http/endpoint.ts';
import { WebSocketMonitorService } from './monitor/websocket-monitor.service.ts';
import { realtimeErrors } from './realtime.errors.ts';

const tag = 'realtime';

@Controller('realtime')
export class RealtimeController {
  constructor(private readonly monitoring: WebSocketMonitorService) {}

  @Get('socket')
  @Endpoint({
    access: 'signed-in',
    tag,
    summary: 'WebSocket: rooms with live events, told to those who may see them',
  })
  socket(): never {
    throw realtimeErrors.upgradeNeeded({ headers: { upgrade: 'websocket' } });
  }

  @Get('monitor')
  @Endpoint({
    access: 'monitoring:read',
    priority: 'admin',
    tag,
    summary: 'Connections, rooms and messages of the WebSockets, and the last hour by the minute',
    answer: realtimeMonitor,
  })
  monitor(): RealtimeMonitor {
    return this.monitoring.monitor();
  }
}
