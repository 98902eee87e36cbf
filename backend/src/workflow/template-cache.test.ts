import { createGovernor } from '@lexiflow/memory';
import { describe, expect, it } from 'vitest';
import { TemplateCache } from './template-cache.ts';
import { cacheStats } from '../platform/metrics/cache-figures.ts';
import { templateOf } from './testing/template-of.ts';
import { workflowLimits } from './workflow.limits.ts';

describe('the cache of templates', () => {
  it('reads a revision once, and no more than its bound are kept: the last used ones', async () => {
    const governor = createGovernor();
    const cache = new TemplateCache(governor);
    const { stages } = templateOf();
    let reads = 0;
    const use = (id: number) =>
      cache.stages(`template ${id}`, 1, async () => {
        reads += 1;
        return stages;
      });
    const bound = workflowLimits.templateCacheEntries.value;
    for (let id = 0; id < bound + 20; id += 1) await use(id);
    expect(reads).toBe(bound + 20);
    for (let id = 20; id < bound + 20; id += 1) expect(await use(id)).toEqual(stages);
    expect(reads).toBe(bound + 20);
    await use(0);
    expect(reads).toBe(bound + 21);
    cache.onModuleDestroy();
  });

  it('keeps apart the revisions of one template, and nothing for one that is missing', async () => {
    const cache = new TemplateCache(createGovernor());
    const first = templateOf().stages;
    const second = first.slice(1);
    await cache.stages('template', 1, async () => first);
    expect(await cache.stages('template', 2, async () => second)).toHaveLength(2);
    expect(await cache.stages('template', 1, async () => undefined)).toHaveLength(3);
    expect(await cache.stages('other', 1, async () => undefined)).toBeUndefined();
    expect(await cache.stages('other', 1, async () => second)).toHaveLength(2);
    cache.onModuleDestroy();
  });

  it('is charged to the governor while it is open, and not afterwards', async () => {
    const governor = createGovernor();
    const cache = new TemplateCache(governor);
    await cache.stages('template', 1, async () => templateOf().stages);
    const figures = () => cacheStats(governor).find(({ name }) => name === 'workflow');
    expect(figures()).toMatchObject({ entries: 1 });
    expect(figures()?.bytes).toBeGreaterThan(1_000);
    cache.onModuleDestroy();
    expect(figures()).toBeUndefined();
  });
});
