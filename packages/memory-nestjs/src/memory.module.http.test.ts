import { Controller, Get, Inject, Injectable, Module } from '@nestjs/common';
import type { ModuleMetadata } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createGovernor, pressureLevels } from '@lexiflow/memory';
import type { Governor } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { GOVERNOR, MemoryModule } from './index.ts';
import type { MemoryModuleOptions } from './index.ts';
import { platforms, startApp } from './testing/start-app.ts';

@Controller()
class LevelController {
  constructor(@Inject(GOVERNOR) private readonly governor: Governor) {}

  @Get('level')
  level(): object {
    return { level: this.governor.level };
  }
}

const parts: ModuleMetadata = { controllers: [LevelController] };
const samplesOf = (governor: Governor) => () => governor.reading.samples;

async function standsStill(governor: Governor): Promise<boolean> {
  const before = governor.reading.samples;
  await new Promise((resolve) => setTimeout(resolve, 250));
  return governor.reading.samples === before;
}

describe.each(platforms)('MemoryModule.forRoot on %s', (platform) => {
  it('needs no options: it makes, starts and stops a governor for the budget it finds', async () => {
    const app = await startApp(platform, parts, { options: undefined });
    const answer = await fetch(`${app.url}/level`);
    expect(pressureLevels).toContain(((await answer.json()) as { level: string }).level);
    expect(app.governor.budgetBytes).toBeGreaterThan(0);
    await expect.poll(samplesOf(app.governor)).toBeGreaterThan(1);
    await app[Symbol.asyncDispose]();
    expect(await standsStill(app.governor)).toBe(true);
  });

  it('takes the process as it is when the application is ready for its boot part', async () => {
    await using app = await startApp(platform, parts);
    const { bootWorkingSetBytes, workingSetBytes } = app.governor.snapshot();
    expect(bootWorkingSetBytes).toBeGreaterThan(workingSetBytes / 2);
  });
});

describe('MemoryModule.forRoot', () => {
  it('leaves a governor that it was given to its owner', async () => {
    using governor = createGovernor().start();
    const app = await startApp('Fastify', parts, { governor });
    expect(app.governor).toBe(governor);
    await app[Symbol.asyncDispose]();
    const atClose = governor.reading.samples;
    await expect.poll(samplesOf(governor)).toBeGreaterThan(atClose);
  });

  it('gives all applications of a process one governor, stopped with the last', async () => {
    const first = await startApp('Express', parts);
    const second = await startApp('Fastify', parts);
    expect(second.governor).toBe(first.governor);
    await first[Symbol.asyncDispose]();
    const atClose = second.governor.reading.samples;
    await expect.poll(samplesOf(second.governor)).toBeGreaterThan(atClose);
    await second[Symbol.asyncDispose]();
    expect(await standsStill(second.governor)).toBe(true);
    await using third = await startApp('Express', parts);
    expect(third.governor).not.toBe(first.governor);
  });

  it('refuses a second application that wants another governor than the first', async () => {
    await using first = await startApp('Express', parts, { options: { warningRatio: 0.6 } });
    await expect(startApp('Express', parts)).rejects.toMatchObject({
      code: 'MEM_MODULE_OPTIONS_DIFFER',
    });
    await using same = await startApp('Express', parts, { options: { warningRatio: 0.6 } });
    expect(same.governor).toBe(first.governor);
  });

  it('takes a plan that is written twice for the same', async () => {
    const planned = (budgetBytes: number) => ({
      options: { plan: { budgetBytes, accountsBytes: 1e8 }, cgroup: null },
    });
    await using first = await startApp('Express', parts, planned(4e8));
    await expect(startApp('Express', parts, planned(5e8))).rejects.toMatchObject({
      code: 'MEM_MODULE_OPTIONS_DIFFER',
    });
    await using second = await startApp('Express', parts, planned(4e8));
    expect(second.governor).toBe(first.governor);
  });

  it('refuses an option that it would ignore', async () => {
    const misspelt = { warnAbove: 1 } as MemoryModuleOptions;
    await expect(startApp('Express', parts, misspelt)).rejects.toMatchObject({
      code: 'MEM_MODULE_OPTION_UNKNOWN',
    });
  });

  it('works in an application without HTTP', async () => {
    @Module({ imports: [MemoryModule.forRoot()] })
    class Worker {}
    const context = await NestFactory.createApplicationContext(Worker, { logger: false });
    expect(context.get<Governor>(GOVERNOR).budgetBytes).toBeGreaterThan(0);
    await context.close();
  });
});

describe('MemoryModule.forRootAsync', () => {
  @Injectable()
  class Settings {
    readonly warningRatio = 0.5;
  }
  @Module({ providers: [Settings], exports: [Settings] })
  class SettingsModule {}

  it.each([
    ['beside the factory', { bodies: {}, useFactory: () => ({}) }],
    ['in its answer', { useFactory: () => ({ admission: false }) }],
  ])('refuses an option that would be ignored %s', async (_, options) => {
    await expect(async () => {
      await startApp('Fastify', {}, MemoryModule.forRootAsync(options as never));
    }).rejects.toMatchObject({ code: 'MEM_MODULE_OPTION_UNKNOWN' });
  });

  it('takes its options from what is injected', async () => {
    const memory = MemoryModule.forRootAsync({
      imports: [SettingsModule],
      inject: [Settings],
      useFactory: async ({ warningRatio }: Settings) => ({ options: { warningRatio } }),
    });
    await using app = await startApp('Fastify', parts, memory);
    expect(app.governor.rules.steps.warning).toBe(0.5);
  });
});
