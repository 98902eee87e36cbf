import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { describe, expect, it } from 'vitest';
import { HeapSnapshots } from '@lexiflow/memory';
import type { Governor, PressureLevel } from '@lexiflow/memory';
import { MemoryHealthIndicator, MemoryMonitoringService, WorkPriority } from '../index.ts';
import { platforms, startApp } from '../testing/start-app.ts';

@Controller('health')
@WorkPriority('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly memory: MemoryHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check(): unknown {
    return this.health.check([() => this.memory.check('memory')]);
  }
}

describe.each(platforms)('MemoryHealthIndicator on %s', (platform) => {
  it('answers terminus with the level and its numbers', async () => {
    await using app = await startApp(platform, {
      imports: [TerminusModule],
      controllers: [HealthController],
    });
    const answer = await fetch(`${app.url}/health`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'ok',
      info: {
        memory: {
          status: 'up',
          memory: 'healthy',
          level: 'normal',
          warningRatio: 0.75,
          criticalRatio: 0.85,
          limitBytes: expect.any(Number),
        },
      },
    });
  });

  it('is down for terminus in a process without headroom', async () => {
    await using app = await startApp(
      platform,
      { imports: [TerminusModule], controllers: [HealthController] },
      // The process is larger than this budget from its first sample on.
      { options: { cgroup: null, plan: { budgetBytes: 20_000_000, accountsBytes: 1_000_000 } } },
    );
    await expect.poll(() => app.governor.level).toBe('emergency');
    const answer = await fetch(`${app.url}/health`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({
      status: 'error',
      error: { memory: { status: 'down', memory: 'critical', level: 'emergency' } },
    });
  });
});

describe('MemoryHealthIndicator', () => {
  function at(level: PressureLevel): MemoryHealthIndicator {
    const governor = {
      level,
      pressure: { usedRatio: 0.8, cause: 'working-set' },
      rules: { steps: { warning: 0.75, critical: 0.85 } },
      reading: { workingSetBytes: 80, limitBytes: 100 },
    };
    const snapshots = new HeapSnapshots({ host: governor as unknown as Governor });
    return new MemoryHealthIndicator(
      new MemoryMonitoringService(governor as unknown as Governor, snapshots),
    );
  }

  it.each([
    ['normal', 'up', 'healthy'],
    ['elevated', 'up', 'healthy'],
    ['warning', 'degraded', 'warning'],
    ['critical', 'down', 'critical'],
    ['emergency', 'down', 'critical'],
  ] as const)('at level %s is %s: %s', (level, status, memory) => {
    const { mine } = at(level).check('mine');
    expect(mine).toMatchObject({
      status,
      memory,
      level,
      usedRatio: 0.8,
      workingSetBytes: 80,
      limitBytes: 100,
    });
  });

  it('is down from the warning on where that is asked for', () => {
    expect(at('warning').check('memory', { downAt: 'warning' }).memory.status).toBe('down');
    expect(at('critical').check('memory', { downAt: 'warning' }).memory.status).toBe('down');
    expect(at('elevated').check('memory', { downAt: 'warning' }).memory.status).toBe('up');
  });
});
