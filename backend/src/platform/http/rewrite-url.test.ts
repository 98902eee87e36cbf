import { expect, it } from 'vitest';
import { rewriteUrl } from './rewrite-url.ts';

it.each([
  ['/health', '/api/health'],
  ['/health?a=1', '/api/health?a=1'],
  ['/health/memory', '/api/health/memory'],
  ['/monitoring/memory-metrics', '/api/monitoring/memory-metrics'],
  ['/metrics', '/api/metrics'],
  ['/ai-dataops/embeddings', '/api/ai-dataops/embeddings'],
  ['/api/health', '/api/health'],
  ['/healthcare', '/healthcare'],
  ['/assets/index.js', '/assets/index.js'],
  ['/', '/'],
])('%s is answered as %s', (from, to) => {
  expect(rewriteUrl(from)).toBe(to);
});
