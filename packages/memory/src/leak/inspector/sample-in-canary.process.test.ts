import { expect, it } from 'vitest';
import { sampleInCanary } from './sample-in-canary.ts';

it('names the small function that allocates, not the caller it would be inlined into', async () => {
  const module = new URL('canary-workload.memory-script.ts', import.meta.url);
  const [first] = await sampleInCanary(module);
  expect(first?.functionName).toBe('makeReport');
  expect(first?.liveBytes).toBeGreaterThan(1_000_000);
}, 60_000);

it('rejects with what the module says when it fails, and when it takes too long', async () => {
  await expect(sampleInCanary('/nowhere/module.js')).rejects.toThrow(/ERR_MODULE_NOT_FOUND/);
  const module = new URL('canary-workload.memory-script.ts', import.meta.url);
  await expect(sampleInCanary(module, { timeoutMs: 1 })).rejects.toThrow(/SIGKILL/);
}, 60_000);
