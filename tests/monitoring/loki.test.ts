import { describe, expect, it } from 'vitest';
import { lokiKeys, promtailKeys, unknownKeys } from './loki-keys.ts';
import { projectYaml } from './project-file.ts';

interface Loki {
  readonly ingester: { readonly wal: { readonly replay_memory_ceiling: string } };
  readonly query_range: { readonly results_cache: { readonly cache: Cache } };
  readonly chunk_store_config: { readonly chunk_cache_config: Cache };
  readonly compactor: { readonly retention_enabled: boolean };
  readonly limits_config: { readonly retention_period: string };
}

interface Cache {
  readonly embedded_cache: { readonly max_size_mb: number };
}

const loki = projectYaml<Loki>('config/loki-memory-optimized.yml');
const promtail = projectYaml<{ clients: { batchsize: number; url: string }[] }>(
  'config/promtail.yml',
);

describe('the configuration of Loki and promtail', () => {
  it('has no key that they do not know', () => {
    expect(unknownKeys(loki, lokiKeys)).toEqual([]);
    expect(unknownKeys(promtail, promtailKeys)).toEqual([]);
  });

  it('would be refused for a key in the wrong place', () => {
    expect(unknownKeys({ ...loki, wal: {} }, lokiKeys)).toEqual(['wal']);
    expect(unknownKeys({ ingester: { wal: { path: '/x' } } }, lokiKeys)).toEqual([
      'ingester.wal.path',
    ]);
    expect(unknownKeys({ clients: [{ uri: '' }] }, promtailKeys)).toEqual(['clients[0].uri']);
  });

  it('holds caches and replay in half of the 128 MB', () => {
    const megabytes =
      Number(/^(\d+)MB$/.exec(loki.ingester.wal.replay_memory_ceiling)?.[1]) +
      loki.query_range.results_cache.cache.embedded_cache.max_size_mb +
      loki.chunk_store_config.chunk_cache_config.embedded_cache.max_size_mb;
    expect(megabytes).toBeLessThanOrEqual(64);
  });

  it('deletes what is older than it says', () => {
    expect(loki.compactor.retention_enabled).toBe(true);
    expect(loki.limits_config.retention_period).toMatch(/^\d+h$/);
  });
});
